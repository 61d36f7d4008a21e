#pragma once
#include <stddef.h>
#include <string.h>
#include <zlib.h>

/// Inflates a raw deflate stream that must yield exactly `output_size` bytes. Returns 0, or the zlib error; -100 where
/// the stream says more or less than that.
///
/// Swift needs it because `inflateInit2` is a macro and `z_stream` is awkward to set up without pointers that escape.
static inline int audit_inflate_raw(
    const unsigned char *input, size_t input_size, unsigned char *output, size_t output_size) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  int result = inflateInit2(&stream, -MAX_WBITS);
  if (result != Z_OK) return result;
  unsigned char spare;
  stream.next_in = (unsigned char *)input;
  stream.avail_in = (unsigned int)input_size;
  stream.next_out = output_size ? output : &spare;
  stream.avail_out = (unsigned int)output_size;
  result = inflate(&stream, Z_FINISH);
  if (result == Z_BUF_ERROR && stream.avail_out == 0 && output_size) {
    // The output is full; an end of stream without more bytes may still follow.
    stream.next_out = &spare;
    stream.avail_out = 1;
    result = inflate(&stream, Z_FINISH);
  }
  size_t written = stream.total_out;
  inflateEnd(&stream);
  if (result != Z_STREAM_END) return result == Z_OK || result == Z_BUF_ERROR ? -100 : result;
  return written == output_size && stream.avail_in == 0 ? 0 : -100;
}

/// Inflates the first `output_size` bytes of a raw deflate stream. Returns how many there are, or -1 where the stream is
/// damaged before that.
static inline long audit_inflate_raw_prefix(
    const unsigned char *input, size_t input_size, unsigned char *output, size_t output_size) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return -1;
  stream.next_in = (unsigned char *)input;
  stream.avail_in = (unsigned int)input_size;
  stream.next_out = output;
  stream.avail_out = (unsigned int)output_size;
  int result = inflate(&stream, Z_SYNC_FLUSH);
  long written = (long)stream.total_out;
  inflateEnd(&stream);
  return result == Z_OK || result == Z_STREAM_END || (result == Z_BUF_ERROR && stream.avail_out == 0) ? written : -1;
}

/// The CRC-32 of some bytes; the type of zlib's own length does not import as one that Swift's sizes fit.
static inline unsigned int audit_crc32(const unsigned char *bytes, size_t size) {
  return (unsigned int)crc32_z(0, bytes, size);
}
