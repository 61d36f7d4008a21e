class HttpError {
  constructor(code, message) {
    this.code = code;
    this.message = message;
  }
}
exports.HttpError = HttpError;
exports.errorHandler = () => ({
  onError: (request) => {
    if (request.error instanceof HttpError) {
      request.response = { status: String(request.error.code), statusDescription: request.error.message };
    }
  },
});
