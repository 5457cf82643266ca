/** A tool registered with this platform: what an administrator would have typed into its form. */
export type Tool = {
  readonly clientId: string;
  readonly deploymentId: string;
  readonly name: string;
  readonly initiateLoginUri: string;
  /** The only redirect URI, and the default target link URI. */
  readonly launchUri: string;
  readonly jwksUri: string;
  /** Origin of the tool, for frame and postMessage checks. */
  readonly origin: string;
};

/** How a tool is given to `startLocalLms`. */
export type ToolOptions = {
  readonly clientId: string;
  readonly deploymentId: string;
  readonly name: string;
  /** Origin (with an optional path) under which the tool serves `/lti/login`, `/lti/launch` and `/lti/keys`. */
  readonly url: string;
};

/** Derives a registration from the tool's address by this product's fixed endpoint paths. */
export function registerTool(options: ToolOptions): Tool {
  const base = options.url.replace(/\/+$/, '');
  return {
    clientId: options.clientId,
    deploymentId: options.deploymentId,
    name: options.name,
    initiateLoginUri: `${base}/lti/login`,
    launchUri: `${base}/lti/launch`,
    jwksUri: `${base}/lti/keys`,
    origin: new URL(base).origin,
  };
}
