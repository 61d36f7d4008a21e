exports.en = { greeting: 'Hello' };
exports.ja = { greeting: 'こんにちは' };
exports.ko = { greeting: '안녕하세요' };
