"""The frame of a mail, as HTML and as text. In a module, as only modules are packed with the function."""

from string import Template

HTML = Template("""\
<!doctype html>
<html lang="$locale">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>$title</title>
</head>
<body style="margin:0;padding:24px;font-family:system-ui,'Segoe UI',Roboto,sans-serif;line-height:1.5">
<main style="max-width:520px;margin:0 auto">
<p style="margin:0 0 24px;font-size:14px;opacity:.7">$sender</p>
<h1 style="margin:0 0 12px;font-size:22px;line-height:1.25">$title</h1>
<p style="margin:0 0 32px;font-size:16px;white-space:pre-line">$body</p>
<p style="margin:0;padding-top:16px;border-top:1px solid #8884;font-size:13px;opacity:.7">
$reason <a href="$url" style="color:inherit">$change</a>
</p>
</main>
</body>
</html>
""")

TEXT = Template("""\
$title

$body

--
$sender
$reason
$change: $url
""")
