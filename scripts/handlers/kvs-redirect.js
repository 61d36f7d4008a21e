import cf from 'cloudfront';

// Without an id: the store that is associated with the function.
const kvsHandle = cf.kvs();

async function handler(event) {
    const request = event.request;
    const key = request.uri.split('/')[1];
    try {
        const target = await kvsHandle.get(key);
        return { statusCode: 301, statusDescription: 'Moved Permanently', headers: { location: { value: target } } };
    } catch (err) {
        console.log(`Kvs key lookup failed for ${key}: ${err}`);
    }
    return request;
}
