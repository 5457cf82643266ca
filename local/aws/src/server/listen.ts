import { createServer as createHttp1, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer as createTcp, type Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** The first bytes of a connection that speaks HTTP/2 without TLS. RFC 9113, section 3.4. */
const HTTP2_PREFACE = 'PRI * HTTP/2';

export type WebHandler = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => void;

/** A listener that takes both HTTP versions on one port. */
export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Gives a socket whose first bytes have been read to an HTTP/2 server. The server reads from the operating system's handle
 * and would miss bytes pushed back, so it gets a stream of its own that begins with them.
 */
function rewound(socket: Socket, first: Buffer): Duplex {
  const wrapped = new Duplex({
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, done) => {
      socket.write(chunk, done);
    },
    final: (done) => {
      socket.end(done);
    },
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  wrapped.push(first);
  socket.on('data', (chunk) => {
    if (!wrapped.push(chunk)) socket.pause();
  });
  socket.on('end', () => wrapped.push(null));
  socket.on('close', () => wrapped.destroy());
  return wrapped;
}

/**
 * Listens on 127.0.0.1 and serves HTTP/1.1 and HTTP/2 without TLS on the same port: the SDK's Kinesis client speaks
 * HTTP/2, everything else HTTP/1.1.
 *
 * @param port 0 takes any free port.
 */
export async function listen(port: number, handler: WebHandler): Promise<Listener> {
  const http1 = createHttp1({ keepAliveTimeout: 60_000 }, handler);
  const http2 = createHttp2(handler);
  const sockets = new Set<Socket>();
  const tcp = createTcp((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', (first: Buffer) => {
      if (first.toString('latin1', 0, HTTP2_PREFACE.length) === HTTP2_PREFACE) {
        http2.emit('connection', rewound(socket, first));
        return;
      }
      socket.pause();
      socket.unshift(first);
      http1.emit('connection', socket);
      socket.resume();
    });
  });
  await new Promise<void>((resolve, reject) => {
    tcp.once('error', reject);
    tcp.listen(port, '127.0.0.1', resolve);
  });
  const address = tcp.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () => new Promise((resolve) => {
      tcp.close(() => resolve());
      for (const socket of sockets) socket.destroy();
      http1.close();
      http2.close();
    }),
  };
}
