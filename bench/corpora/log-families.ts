import { Random } from "./random.ts";

/** One log event and the template that wrote it: the number of its template in the family. */
export interface TrueEvent {
  readonly text: string;
  readonly template: number;
}

/** Templates of one kind of log. `{name}` is filled by {@link FILLERS}; the first templates come most often. */
export interface LogFamily {
  readonly name: string;
  readonly templates: readonly string[];
  /** What stands before each message, or nothing. */
  readonly header?: string;
  /** Makes the event of a message. */
  readonly wrap?: (message: string, random: Random) => string;
}

const USERS =
  "alice bob carol dave erin frank grace heidi ivan judy mallory niaj olivia peggy rupert sybil trent victor".split(
    " ",
  );
const SERVICES = "billing orders catalog search gateway inventory shipping accounts mailer ledger".split(" ");
const HEX = "0123456789abcdef";
const two = (value: number): string => String(value).padStart(2, "0");
const time = (random: Random): string =>
  `${two(random.integer(0, 23))}:${two(random.integer(0, 59))}:${two(random.integer(0, 59))}`;
const list = (random: Random, item: () => string): string =>
  Array.from({ length: random.integer(1, 6) }, item).join(", ");

const FILLERS: Readonly<Record<string, (random: Random) => string>> = {
  int: (random) => String(random.integer(0, 99_999)),
  small: (random) => String(random.integer(0, 9)),
  float: (random) => (random.next() * 1_000).toFixed(random.integer(1, 6)),
  ms: (random) => `${random.integer(1, 9_999)}ms`,
  size: (random) => `${(random.next() * 900).toFixed(1)} ${random.pick(["B", "KB", "MB", "GB"])}`,
  ip: (random) => [10, random.integer(0, 255), random.integer(0, 255), random.integer(1, 254)].join("."),
  port: (random) => String(random.integer(1_024, 65_535)),
  mac: (random) => Array.from({ length: 6 }, () => random.text(HEX, 2)).join(":"),
  hex: (random) => `0x${random.text(HEX, 8)}`,
  sha: (random) => random.text(HEX, 40),
  uuid: (random) => [8, 4, 4, 4, 12].map((length) => random.text(HEX, length)).join("-"),
  user: (random) => random.pick(USERS),
  service: (random) => random.pick(SERVICES),
  host: (random) => `${random.pick(SERVICES)}.${random.pick(["prod", "stage"])}.example.com`,
  mail: (random) => `${random.pick(USERS)}@${random.pick(["example.com", "example.org"])}`,
  path: (random) =>
    `/${random.pick(["var", "srv", "data"])}/${random.pick(SERVICES)}/${random.text("abcdefgh", 6)}.${random.pick(["log", "dat", "tmp"])}`,
  url: (random) => `/${random.pick(SERVICES)}/${random.integer(1, 9_999)}`,
  pod: (random) => `${random.pick(SERVICES)}-${random.text(`${HEX}`, 10)}-${random.text("bcdfghjklmnp", 5)}`,
  class: (random) =>
    `com.example.${random.pick(SERVICES)}.${random.pick(["Reader", "Writer", "Cache", "Client"])}${random.pick(["", "Impl"])}`,
  status: (random) => String(random.pick([200, 200, 200, 201, 204, 304, 404, 500, 503])),
  agent: (random) =>
    random.pick([
      "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
      "curl/8.9.1",
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)",
    ]),
  bool: (random) => random.pick(["true", "false"]),
  ints: (random) => list(random, () => String(random.integer(0, 999))),
  quoted: (random) => `"${random.pick(["new", "old", "red"])} ${random.pick(["chair", "table", "lamp"])}"`,
  time,
  iso: (random) =>
    `2026-0${random.integer(1, 9)}-1${random.integer(0, 9)}T${time(random)}.${random.integer(100, 999)}Z`,
  syslog: (random) =>
    `${random.pick(["Jan", "Mar", "Jul"])} ${random.integer(10, 28)} ${time(random)} web${random.integer(1, 9)}`,
};

function fill(template: string, random: Random): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => FILLERS[name]?.(random) ?? whole);
}

const jsonRecord =
  (extra: (random: Random) => Readonly<Record<string, unknown>>) =>
  (message: string, random: Random): string => {
    const [text, error] = message.split(" | ");
    return JSON.stringify({
      timestamp: fill("{iso}", random),
      level: error === undefined ? "info" : "error",
      message: text,
      ...extra(random),
      ...(error === undefined
        ? {}
        : { error: { name: error.split(": ")[0], message: error.split(": ")[1] } }),
    });
  };

/** Eight kinds of logs. One configuration of the miner has to do for all of them. */
export const LOG_FAMILIES: readonly LogFamily[] = [
  {
    name: "web access",
    templates: [
      '{ip} - - [10/Oct/2026:{time} +0000] "GET {url} HTTP/1.1" {status} {int} "-" "{agent}"',
      '{ip} - {user} [10/Oct/2026:{time} +0000] "POST {url} HTTP/1.1" {status} {int} "-" "{agent}"',
      '{ip} - {user} [10/Oct/2026:{time} +0000] "PUT {url} HTTP/1.1" {status} {int} "-" "{agent}"',
      '{ip} - {user} [10/Oct/2026:{time} +0000] "DELETE {url} HTTP/1.1" {status} {int} "-" "{agent}"',
      "[error] [client {ip}] File does not exist: {path}",
      "[error] [client {ip}] Directory index forbidden by rule: {path}",
      "[error] [client {ip}] request failed: URI too long",
      "[notice] workers2.properties read from {path}",
      "[notice] child {int} exited with status {small}",
      "[notice] child {int} started",
      "[warn] server reached MaxRequestWorkers setting, {int} of {int} busy",
      "upstream timed out ({small}: Connection timed out) while connecting to upstream, client: {ip}, server: {host}",
      "upstream timed out ({small}: Connection timed out) while reading response header, client: {ip}, server: {host}",
      "limiting requests, excess: {float} by zone, client: {ip}",
    ],
  },
  {
    name: "JVM",
    header: "2026-10-18 {time},{int} {level} [pool-{small}-thread-{small}] com.example.worker.Task: ",
    templates: [
      "Progress of attempt_{int}_{int}_m_{int} is : {float}",
      "attempt_{int}_{int} transitioned from NEW to SCHEDULED",
      "attempt_{int}_{int} transitioned from SCHEDULED to RUNNING",
      "attempt_{int}_{int} transitioned from RUNNING to SUCCEEDED",
      "attempt_{int}_{int} transitioned from RUNNING to FAILED",
      "Retrying connect to server: {host}/{ip}:{port}. Already tried {small} time(s); maxRetries={small}",
      "Registered class {class} for class {class}",
      "Received block blk_{int} of size {int} from /{ip}",
      "Deleting block blk_{int} file {path}",
      "GC pause (young) {size}->{size}({size}), {float} secs",
      "GC pause (mixed) {size}->{size}({size}), {float} secs",
      "Connection to {host} closed by peer",
      "Connection to {host} refused by peer",
      "Connection to {host} reset by peer",
      "User {user} authenticated with method KERBEROS",
      "Cache of {class} evicted {int} entries in {ms}",
      "Queue depth is {int}, headroom=<memory:{int}, cores:{small}>",
      "Starting heartbeat sender with interval {int}",
      "Stopping heartbeat sender with interval {int}",
    ],
  },
  {
    name: "Kubernetes",
    header: "I0615 {time}.{int}       1 controller.go:{int}] ",
    templates: [
      'Pod "{pod}" status updated, phase=Running',
      "Successfully assigned default/{pod} to node-{small}",
      'Pulling image "registry.example.com/{service}:{sha}"',
      'Successfully pulled image "registry.example.com/{service}:{sha}" in {ms}',
      "Created container {service}",
      "Started container {service}",
      "Killing container with id docker://{service}: Need to kill Pod",
      "Back-off restarting failed container {service} in pod {pod}",
      "Readiness probe failed: HTTP probe failed with statuscode: {status}",
      "Liveness probe failed: HTTP probe failed with statuscode: {status}",
      "Scaled up replica set {pod} to {small}",
      "Scaled down replica set {pod} to {small}",
      "Node node-{small} has insufficient memory: {size} available",
      "Node node-{small} has insufficient cpu: {float} available",
      "Evicting pod {pod}, usage {size} exceeds request {size}",
      "volume {uuid} attached to node-{small} at {path}",
      "volume {uuid} detached from node-{small} at {path}",
      "lease renewed, holder={pod} transitions={small} leader={bool}",
    ],
  },
  {
    name: "Linux",
    header: "{syslog} daemon[{int}]: ",
    templates: [
      "session opened for user {user} by (uid=0)",
      "session closed for user {user}",
      "Failed password for invalid user {user} from {ip} port {port} ssh2",
      "Accepted publickey for user {user} from {ip} port {port} ssh2",
      "authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost={host}",
      "authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost={host}  user={user}",
      "check pass; user unknown",
      "connection from {ip} ({host}) at Sat Jul 23 {time} 2026",
      "DHCPDISCOVER from {mac} via eth{small}",
      "DHCPREQUEST for {ip} from {mac} via eth{small}",
      "synchronized to {ip}, stratum {small}",
      "Out of memory: Killed process {int} ({service}) total-vm:{int}kB, anon-rss:{int}kB",
      "eth{small}: link up, 1000Mbps, full-duplex",
      "eth{small}: link down",
      "reverse mapping checking getaddrinfo for {host} [{ip}] failed - POSSIBLE BREAK-IN ATTEMPT!",
      "Received disconnect from {ip}: {small}: Bye Bye [preauth]",
      "CPU{small}: temperature above threshold, cpu clock throttled (total events = {int})",
      "message repeated {small} times: [ Failed password for root from {ip} port {port} ssh2]",
      "Started Session {int} of user {user}.",
      "Stopped Session {int} of user {user}.",
    ],
  },
  {
    name: "database",
    header: "{iso} [{int}] ",
    templates: [
      "LOG:  connection received: host={ip} port={port}",
      "LOG:  connection authorized: user={user} database={service}",
      "LOG:  disconnection: session time: 0:{time} user={user} database={service} host={ip} port={port}",
      "LOG:  duration: {float} ms  statement: SELECT {quoted}",
      "LOG:  checkpoint starting: time",
      "LOG:  checkpoint complete: wrote {int} buffers ({float}%); {small} WAL file(s) added, {small} removed",
      "ERROR:  deadlock detected",
      "DETAIL:  Process {int} waits for ShareLock on transaction {int}; blocked by process {int}.",
      'ERROR:  duplicate key value violates unique constraint "{service}_pkey"',
      'ERROR:  relation "{service}" does not exist at character {int}',
      'FATAL:  password authentication failed for user "{user}"',
      "LOG:  automatic vacuum of table {service}: index scans: {small}, pages: {int} removed, {int} remain",
      "LOG:  automatic analyze of table {service}: cpu {float} s",
      "WARNING:  there is already a transaction in progress",
      "WARNING:  there is no transaction in progress",
      "LOG:  temporary file: path {path}, size {int}",
      "LOG:  replication lag is {float} seconds on standby {host}",
    ],
  },
  {
    name: "JSON application logs",
    wrap: jsonRecord((random) => ({
      logger: random.pick(["shop.orders", "shop.payment"]),
      requestId: fill("{uuid}", random),
      durationMs: random.integer(1, 900),
      user: { id: random.integer(1, 999) },
    })),
    templates: [
      "order {int} was handled in {ms}",
      "payment of {float} EUR for order {int} accepted",
      "payment provider timed out after {ms} | TimeoutError: connect ETIMEDOUT {ip}:{port}",
      "payment provider refused the card | CardError: insufficient funds on card {int}",
      "payment provider refused the card | CardError: card {int} has expired",
      "cart {uuid} restored for user {user}",
      "cart {uuid} expired",
      "user {user} signed in from {ip}",
      "user {user} signed out",
      "cache miss for key product:{int}",
      "cache hit for key product:{int}",
      "mail to {mail} queued as {uuid}",
      "mail to {mail} bounced: mailbox full",
      "stock of {quoted} is down to {small}",
      "feature flag {service} switched to {bool}",
      "import of {path} finished with {int} rows",
      "import of {path} failed at row {int} | ParseError: unexpected end of file in line {int}",
    ],
  },
  {
    name: "mixed languages",
    templates: [
      "Bestellung {int} von Benutzer {user} wurde angelegt",
      "Bestellung {int} von Benutzer {user} wurde storniert",
      "Zahlung über {float} EUR fehlgeschlagen: Karte abgelaufen",
      "Zahlung über {float} EUR fehlgeschlagen: Konto gesperrt",
      "La commande {int} a été expédiée à {host} en {ms}",
      "La connexion avec {host} a échoué, nouvelle tentative dans {small} s",
      "Пользователь {user} вошёл с адреса {ip}",
      "Пользователь {user} вышел",
      "注文 {int} を受け付けました",
      "注文 {int} を取り消しました",
      "サーバー {ip} に接続できません",
      "El pedido {int} fue entregado en {ms}",
      "El pago {uuid} fue rechazado por el banco",
      "Order {int} shipped to warehouse {small}",
      "Błąd połączenia z {host}: przekroczono limit czasu {ms}",
    ],
  },
  {
    name: "multi-line",
    header: "{iso} ERROR ",
    templates: [
      "Request {uuid} failed\njava.lang.IllegalStateException: no session {int}\n\tat com.example.Web.handle(Web.java:{int})\n\tat com.example.Main.run(Main.java:17)",
      "Request {uuid} failed\njava.lang.RuntimeException: wrapped\n\tat com.example.Web.handle(Web.java:{int})\nCaused by: java.net.ConnectException: Connection refused to {ip}:{port}\n\tat com.example.Net.open(Net.java:9)\n\t... {int} more",
      "Request {uuid} failed\njava.lang.RuntimeException: wrapped\n\tat com.example.Web.handle(Web.java:{int})\nCaused by: java.sql.SQLException: deadlock in transaction {int}\n\tat com.example.Store.save(Store.java:9)\n\t... {int} more",
      'Traceback (most recent call last):\n  File "{path}", line {int}, in handle\n    run()\nValueError: invalid literal {int}',
      "Unhandled rejection for job {int}\nTypeError: Cannot read properties of undefined\n    at handle ({path}:{int}:{small})\n    at run ({path}:{int}:{small})",
      "Configuration reloaded\n  timeout: {ms}\n  retries: {small}\n  endpoint: {host}",
      "panic: runtime error: index out of range [{int}] with length {int}\n\ngoroutine {int} [running]:\nmain.main()\n\t{path}:{int} +{hex}",
      "Slow statement took {ms}:\nSELECT *\nFROM orders\nWHERE id = {int}",
    ],
  },
];

const LEVELS = ["INFO", "INFO", "INFO", "WARN", "ERROR", "DEBUG"] as const;

/** Events of a family with their truth. Templates come by Zipf's law; each has one level, as in real programs. */
export function generateFamily(family: LogFamily, events: number, seed: number): TrueEvent[] {
  const random = new Random(seed);
  const weights = family.templates.map((_, index) => 1 / (index + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Array.from({ length: events }, () => {
    let rest = random.next() * total;
    let template = 0;
    while (template < weights.length - 1 && rest >= weights[template]!) rest -= weights[template++]!;
    const message = fill(family.templates[template]!, random);
    const header = fill(family.header ?? "", random).replace("{level}", LEVELS[template % LEVELS.length]!);
    return { text: family.wrap?.(message, random) ?? header + message, template };
  });
}
