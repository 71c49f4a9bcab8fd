import { randomBytes } from "node:crypto";
import { closeSync, constants, lstatSync, openSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import type { Server } from "node:net";
import { join } from "node:path";
import { kernelIdentity } from "./host.ts";

/** How often an owner shows that it lives, to those who cannot ask the kernel about it. */
const HEARTBEAT_MS = 10_000;
/** Time without a heartbeat after which an owner on another host counts as dead. */
export const LEASE_MS = 60_000;
/** Longest path of a socket on every system. */
const LONGEST_SOCKET_PATH = 100;

const net = (): typeof import("node:net") => process.getBuiltinModule("node:net");

/**
 * Shows that a spool's segments are in use: by a listening socket in the directory, which the kernel closes whatever ends the
 * process or the worker thread. It can be asked from every container and user of the same kernel; on others a heartbeat of the
 * socket's file is watched. Where no socket can be made, a file with a heartbeat stands for it.
 */
export class Ownership {
  readonly #directory: string;
  #token: string | undefined;
  #file = "";
  #server: Server | undefined;
  #folder: number | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #lastBeat = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The owner's name, under which nobody else takes segments; another one when its file was deleted. @throws the system's error */
  hold(): string {
    if (this.#token !== undefined && this.#isThere()) {
      if (this.isDoubtful) this.#beat();
      return this.#token;
    }
    this.release();
    const token = `${kernelIdentity()}-${randomBytes(6).toString("hex")}`;
    if (!this.#listen(token)) {
      this.#file = join(this.#directory, `${token}.lease`);
      writeFileSync(this.#file, "", { mode: 0o600, flag: "wx" });
    }
    this.#token = token;
    this.#lastBeat = performance.now();
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS);
    this.#heartbeat.unref();
    return token;
  }

  /** Whether the process was kept from its heartbeats so long that another host may have taken its segments. */
  get isDoubtful(): boolean {
    return this.#token !== undefined && performance.now() - this.#lastBeat > LEASE_MS / 2;
  }

  /** Lets others have what is left. */
  release(): void {
    if (this.#token === undefined) return;
    this.#token = undefined;
    clearInterval(this.#heartbeat);
    this.#server?.close();
    this.#server = undefined;
    removeQuietly(this.#file);
    if (this.#folder !== undefined) closeSync(this.#folder);
    this.#folder = undefined;
  }

  #listen(token: string): boolean {
    if (process.platform === "win32") return false;
    const name = `${token}.owner`;
    this.#file = join(this.#directory, name);
    let path = this.#file;
    if (Buffer.byteLength(path) > LONGEST_SOCKET_PATH) {
      if (process.platform !== "linux") return false;
      this.#folder = openSync(this.#directory, constants.O_RDONLY | constants.O_DIRECTORY);
      path = `/proc/self/fd/${this.#folder}/${name}`;
    }
    const server = net().createServer((socket) => socket.destroy());
    // Whether it listens is seen at once; the event comes later.
    server.on("error", () => {});
    server.listen({ path, exclusive: true });
    server.unref();
    if (!server.listening) return false;
    this.#server = server;
    return true;
  }

  #isThere(): boolean {
    try {
      lstatSync(this.#file);
      return true;
    } catch {
      return false;
    }
  }

  #beat(): void {
    try {
      const now = new Date();
      utimesSync(this.#file, now, now);
      this.#lastBeat = performance.now();
    } catch {
      // Deleted or read-only: the next segment finds out.
    }
  }
}

/** Tells whose segments may be taken. */
export class OwnerWatch {
  readonly #directory: string;
  readonly #now: () => number;
  /** Heartbeats that only time can judge: what they were, and since when. */
  readonly #seen = new Map<string, { readonly beat: number; readonly since: number }>();

  /** @param now milliseconds on a clock that is never set */
  constructor(directory: string, now: () => number = () => performance.now()) {
    this.#directory = directory;
    this.#now = now;
  }

  /** Whether an owner may still use its segments. */
  async isAlive(token: string): Promise<boolean> {
    const socket = this.#beatOf(`${token}.owner`);
    if (socket !== undefined && token.startsWith(`${kernelIdentity()}-`))
      return isListening(this.#directory, `${token}.owner`);
    const beat = socket ?? this.#beatOf(`${token}.lease`);
    if (beat === undefined) return false;
    const now = this.#now();
    const seen = this.#seen.get(token);
    if (seen?.beat !== beat) {
      this.#seen.set(token, { beat, since: now });
      return true;
    }
    return now - seen.since < LEASE_MS;
  }

  /** Removes what is left of an owner that is dead and has no segment. */
  bury(token: string): void {
    this.#seen.delete(token);
    for (const kind of ["owner", "lease"]) removeQuietly(join(this.#directory, `${token}.${kind}`));
  }

  /** Whether an owner's file is so old that it is not one that is just being made. */
  isOld(token: string): boolean {
    const beat = this.#beatOf(`${token}.owner`) ?? this.#beatOf(`${token}.lease`);
    return beat !== undefined && Date.now() - beat > LEASE_MS;
  }

  #beatOf(file: string): number | undefined {
    try {
      return lstatSync(join(this.#directory, file)).mtimeMs;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : Number.NaN;
    }
  }
}

/** Asks the kernel whether somebody listens; in doubt, somebody does. */
async function isListening(directory: string, name: string): Promise<boolean> {
  const whole = join(directory, name);
  const isLong = Buffer.byteLength(whole) > LONGEST_SOCKET_PATH;
  if (isLong && process.platform !== "linux") return true;
  let folder: number | undefined;
  try {
    if (isLong) folder = openSync(directory, constants.O_RDONLY | constants.O_DIRECTORY);
    return await connects(folder === undefined ? whole : `/proc/self/fd/${folder}/${name}`);
  } catch {
    return true;
  } finally {
    if (folder !== undefined) closeSync(folder);
  }
}

function connects(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net().connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code !== "ECONNREFUSED" && error.code !== "ENOENT"),
    );
  });
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Then it stays, and means nothing.
  }
}
