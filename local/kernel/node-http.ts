/**
 * Node.js's HTTP. Not by `import`, which asks for everything that the module exports, WebSocket and with it all of fetch's
 * client among them: some 35 ms of CPU at the start of every process.
 */
export const { createServer, request } = process.getBuiltinModule("node:http");
