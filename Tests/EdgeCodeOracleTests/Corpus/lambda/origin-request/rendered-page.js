const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[c]));

const layout = ({ title, content }) => `<!doctype html>
<html lang="en">
<head><title>${escape(title)}</title></head>
<body>${content}</body>
</html>`;

const pages = {
  '/': () => layout({ title: 'Home', content: '<h1>Welcome</h1>' }),
  '/time': () => layout({ title: 'Time', content: `<p>${new Date().toISOString()}</p>` }),
};

exports.handler = async (event) => {
  const { request } = event.Records[0].cf;
  const render = pages[request.uri];
  if (!render) return request;
  return {
    status: '200',
    statusDescription: 'OK',
    headers: {
      'content-type': [{ key: 'Content-Type', value: 'text/html; charset=utf-8' }],
      'cache-control': [{ key: 'Cache-Control', value: 'max-age=60' }],
    },
    body: render(),
  };
};
