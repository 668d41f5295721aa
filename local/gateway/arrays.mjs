// Postgres' text form of arrays, both ways. The driver's own reading takes NULL for the string "NULL", and it
// learns of a new type (an enum's array) only on its next connection.

/** `{1,NULL,"a b"}` for `[1, null, "a b"]`; with `isJson`, elements are written as JSON, arrays among them too. */
export function write(values, isJson = false) {
  const written = values.map((value) => {
    if (value === null) return 'NULL'
    if (Array.isArray(value) && !isJson) return write(value)
    const text = typeof value === 'string' && !isJson ? value : JSON.stringify(value)
    return `"${text.replace(/["\\]/g, '\\$&')}"`
  })
  return `{${written.join(',')}}`
}

/** The elements of an array's text, each read by `parse`; nested arrays become nested ones. */
export function read(text, parse) {
  // Bounds that don't begin at 1 are written before the braces: [0:1]={a,b}
  let at = text.indexOf('{')

  function element() {
    if (text[at] === '{') return list()
    let value = ''
    if (text[at] !== '"') {
      while (text[at] !== ',' && text[at] !== '}') value += text[at++]
      return value === 'NULL' ? null : parse(value)
    }
    for (at++; text[at] !== '"'; at++) {
      if (text[at] === '\\') at++
      value += text[at]
    }
    at++
    return parse(value)
  }

  function list() {
    const values = []
    at++
    while (text[at] !== '}') {
      values.push(element())
      if (text[at] === ',') at++
    }
    at++
    return values
  }

  return list()
}
