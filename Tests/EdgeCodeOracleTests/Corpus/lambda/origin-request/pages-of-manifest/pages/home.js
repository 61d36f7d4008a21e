exports.render = (request) => ({ html: `<h1>Welcome</h1><p>${request.method}</p>`, revalidate: 60 });
