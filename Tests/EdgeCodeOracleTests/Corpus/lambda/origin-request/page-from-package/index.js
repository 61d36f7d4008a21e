const fs = require('fs');
const path = require('path');

const template = fs.readFileSync(path.join(__dirname, 'page.html'), 'utf8');
const texts = require('./texts');

exports.handler = async (event) => {
  const request = event.Records[0].cf.request;
  const language = request.uri.slice(1, 3);
  const text = texts[language];
  if (!text) {
    return { status: '404', headers: { 'content-type': [{ key: 'Content-Type', value: 'text/plain' }] }, body: 'not here' };
  }
  return {
    status: '200',
    headers: { 'content-type': [{ key: 'Content-Type', value: 'text/html' }] },
    body: template.replace('{{greeting}}', text.greeting),
  };
};
