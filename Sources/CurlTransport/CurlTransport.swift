// The CurlTransport room.
