/**
 * Takes the content out of an `aws-chunked` body: each chunk is its size in hexadecimal (with an optional signature),
 * a line end, the bytes and a line end; a chunk of size zero ends it, trailing headers follow.
 * Amazon S3 API Reference, "Signature calculations: transferring payload in multiple chunks".
 */
export function decodeAwsChunked(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  while (at < body.length) {
    const lineEnd = body.indexOf('\r\n', at);
    if (lineEnd < 0) break;
    const size = Number.parseInt(body.toString('latin1', at, lineEnd), 16);
    if (!(size > 0)) break;
    const start = lineEnd + 2;
    parts.push(body.subarray(start, start + size));
    at = start + size + 2;
  }
  return Buffer.concat(parts);
}
