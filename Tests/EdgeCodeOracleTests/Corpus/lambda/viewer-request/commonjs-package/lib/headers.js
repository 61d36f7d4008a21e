// { 'X-A': 'b' } becomes what CloudFront wants.
module.exports = function headers(plain) {
  return Object.keys(plain).reduce((result, key) => {
    result[key.toLowerCase()] = [{ key, value: plain[key] }];
    return result;
  }, {});
};
