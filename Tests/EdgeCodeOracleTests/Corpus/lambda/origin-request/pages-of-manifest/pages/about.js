exports.render = () => ({ html: '<h1>About</h1>' });
