// Storage's files: one file per object in one folder, with its metadata next to it.
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { Refusal } from './refusal.mjs'

/**
 * Return the file in a multipart form as if it had been sent alone; `headers` then describe the file. Lite only finds
 * it by one name, which supabase-js doesn't use, and with PUT it would store the form. Throws Refusal (400) if invalid.
 */
export async function unpacked(url, headers, body) {
  const kind = headers.get('content-type') ?? ''
  if (!url.startsWith('/storage/v1/object/') || !kind.startsWith('multipart/form-data')) return body
  const form = await new Response(body, { headers: { 'content-type': kind } }).formData().catch(() => undefined)
  const file = [...(form?.values() ?? [])].find((value) => typeof value !== 'string')
  if (!file) throw new Refusal(400, 'InvalidRequest', 'The form has no file')
  headers.set('content-type', file.type.split(';', 1)[0].trim() || 'application/octet-stream')
  headers.set('content-length', String(file.size))
  if (form.has('cacheControl')) headers.set('cache-control', `max-age=${form.get('cacheControl')}`)
  return Buffer.from(await file.arrayBuffer())
}

/** Names come from clients, so files are named by a hash: no path can leave the folder. */
export class FolderStorage {
  driver = null

  constructor(folder) {
    this.folder = folder
  }

  #path(bucket, key) {
    return join(this.folder, createHash('sha256').update(`${bucket}/${key}`).digest('hex'))
  }

  async uploadObject(bucket, key, version, body, contentType, cacheControl) {
    const bytes = body instanceof Uint8Array ? body : await buffer(body)
    const metadata = {
      cacheControl,
      contentLength: bytes.length,
      size: bytes.length,
      mimetype: contentType,
      lastModified: new Date(),
      eTag: `"${createHash('md5').update(bytes).digest('hex')}"`,
      httpStatusCode: 200,
    }
    await mkdir(this.folder, { recursive: true })
    await writeFile(this.#path(bucket, key), bytes)
    await writeFile(`${this.#path(bucket, key)}.json`, JSON.stringify(metadata))
    return metadata
  }

  async headObject(bucket, key) {
    const metadata = JSON.parse(await readFile(`${this.#path(bucket, key)}.json`, 'utf8'))
    return { ...metadata, lastModified: new Date(metadata.lastModified) }
  }

  async getObject(bucket, key) {
    const metadata = await this.headObject(bucket, key)
    return { metadata, httpStatusCode: 200, body: await readFile(this.#path(bucket, key)) }
  }

  async copyObject(sourceBucket, source, version, bucket, key) {
    await copyFile(this.#path(sourceBucket, source), this.#path(bucket, key))
    await copyFile(`${this.#path(sourceBucket, source)}.json`, `${this.#path(bucket, key)}.json`)
    return this.headObject(bucket, key)
  }

  async deleteObject(bucket, key) {
    await rm(this.#path(bucket, key), { force: true })
    await rm(`${this.#path(bucket, key)}.json`, { force: true })
  }

  async deleteObjects(bucket, keys) {
    await Promise.all(keys.map((key) => this.deleteObject(bucket, key)))
  }

  async privateAssetUrl(bucket, key) {
    return `file://${this.#path(bucket, key)}`
  }
}
