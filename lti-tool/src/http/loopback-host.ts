/**
 * Whether a host name leads to whoever asks: `localhost` is somebody else for everybody else (RFC 6761 section 6.3, RFC 8252 section 7.3).
 * @param hostname as `URL` writes it
 */
export const isLoopbackHost = (hostname: string): boolean => /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
