/**
 * What `node:http` is in a bundle. An `import` of it asks for everything that it exports, WebSocket and with it all of
 * fetch's client among them: some 35 ms of CPU before a function's first call.
 */
module.exports = process.getBuiltinModule("node:http");
