exports.handler = async (event) => {
  const { uri } = event.Records[0].cf.request;
  return {
    status: 302,
    headers: { location: `https://www.example.com${uri}` },
  };
};
