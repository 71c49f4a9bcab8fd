/**
 * Runs inside the child process of a function: connections to other machines end at the local cloud instead, which shows
 * what was sent in its inbox. A developer's machine must not page anybody because a test alarm went off.
 */
import { syncBuiltinESMExports } from "node:module";
import net, { type Socket, type SocketConnectOpts } from "node:net";
import tls from "node:tls";
import { isOwnHost } from "./response-host.ts";
import { SANDBOX_HOST } from "./sandbox-host.ts";

/** Where caught connections go, and which hosts may be reached. */
export interface CatchOptions {
  /** Port on 127.0.0.1 for connections that were to be plain. */
  readonly plainPort: number;
  /** Port on 127.0.0.1 for connections that were to be encrypted; they arrive plain. */
  readonly securePort: number;
  /** Host names; `*.example.com` means every name below, `*` all. */
  readonly allowed: readonly string[];
}

type ConnectArguments = [
  options: (SocketConnectOpts & { readonly host?: string }) | undefined,
  listener?: (() => void) | undefined,
];

/** Catches every TCP and TLS connection of this process that does not stay on this machine. */
export function catchConnections({ plainPort, securePort, allowed }: CatchOptions): void {
  const leaves = (host: string | undefined): boolean => !isLocal(host) && !isAllowed(host!, allowed);
  const connect = net.Socket.prototype.connect as (this: Socket, ...given: unknown[]) => Socket;
  net.Socket.prototype.connect = function (this: Socket, ...given: unknown[]): Socket {
    const [options, listener] = normalized(given);
    if (options === undefined || isSocketFile(options) || !leaves(options.host))
      return connect.apply(this, given);
    return connect.call(this, { host: "127.0.0.1", port: plainPort }, listener);
  } as typeof net.Socket.prototype.connect;
  const connectSecurely = tls.connect as (...given: unknown[]) => tls.TLSSocket;
  tls.connect = ((...given: unknown[]): tls.TLSSocket => {
    const [options, listener] = normalized(given);
    const { host, socket, servername } = (options ?? {}) as tls.ConnectionOptions;
    const name = socket ? servername : host;
    if (options === undefined || isSocketFile(options) || !leaves(name)) return connectSecurely(...given);
    const caught = asSecure(net.connect(securePort, "127.0.0.1"));
    if (listener) caught.once("secureConnect", listener);
    return caught;
  }) as typeof tls.connect;
  syncBuiltinESMExports();
}

/** The forms that `connect` takes: options, a path, or port and host, each with a listener. */
function normalized(given: readonly unknown[]): Partial<ConnectArguments> {
  // What Node.js hands on internally: one list that holds the normalized arguments.
  if (Array.isArray(given[0])) return normalized(given[0]);
  const listener = given.findLast((value) => typeof value === "function") as (() => void) | undefined;
  const [first, second, third] = given;
  if (typeof first === "object" && first !== null) return [first as ConnectArguments[0], listener];
  if (typeof first === "string" && Number.isNaN(Number(first))) return [undefined, listener];
  const options = [second, third].find((value) => typeof value === "object" && value !== null) ?? {};
  const host = typeof second === "string" ? second : undefined;
  return [{ ...options, port: Number(first), ...(host !== undefined && { host }) }, listener];
}

/** A plain connection that says what clients ask an encrypted one for. */
function asSecure(socket: Socket): tls.TLSSocket {
  const secure = Object.assign(socket, {
    encrypted: true,
    authorized: true,
    authorizationError: null,
    alpnProtocol: false,
    getPeerCertificate: () => ({}),
    getCipher: () => ({ name: "none", standardName: "none", version: "none" }),
    getProtocol: () => "TLSv1.3",
    getSession: () => undefined,
    isSessionReused: () => false,
    setServername: () => {},
    setMaxSendFragment: () => true,
    disableRenegotiation: () => {},
    exportKeyingMaterial: () => Buffer.alloc(0),
  });
  socket.once("connect", () => socket.emit("secureConnect"));
  return secure as unknown as tls.TLSSocket;
}

/** Clients of HTTP hand on a path that is nothing. */
const isSocketFile = (options: object): boolean => typeof (options as { path?: unknown }).path === "string";

function isLocal(host: string | undefined): boolean {
  const name = (host ?? "localhost").toLowerCase().replace(/^\[|\]$/g, "");
  return (
    name === "" ||
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "::1" ||
    SANDBOX_HOST.test(name) ||
    /^(::ffff:)?127(\.\d{1,3}){3}$/.test(name)
  );
}

function isAllowed(host: string, allowed: readonly string[]): boolean {
  const name = host.toLowerCase();
  if (isOwnHost(name)) return false;
  return allowed.some(
    (entry) => entry === "*" || entry === name || (entry.startsWith("*.") && name.endsWith(entry.slice(1))),
  );
}
