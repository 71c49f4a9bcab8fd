/**
 * The patterns that grok knows, as regular expressions that need no backtracking; a pattern may name others.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-Configurable.html#Grok-Patterns
 */
export const GROK_PATTERNS: Readonly<Record<string, string>> = {
  USERNAME: "[a-zA-Z0-9._-]+",
  USER: "%{USERNAME}",
  INT: "[+-]?[0-9]+",
  BASE10NUM: String.raw`[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)`,
  NUMBER: "%{BASE10NUM}",
  BASE16NUM: "[+-]?(?:0x)?[0-9A-Fa-f]+",
  BASE16FLOAT: String.raw`[+-]?(?:0x)?(?:[0-9A-Fa-f]+(?:\.[0-9A-Fa-f]*)?|\.[0-9A-Fa-f]+)`,
  POSINT: String.raw`\b[1-9][0-9]*\b`,
  NONNEGINT: String.raw`\b[0-9]+\b`,
  BOOLEAN: "(?i:true|false)",
  WORD: String.raw`\b\w+\b`,
  NOTSPACE: String.raw`\S+`,
  SPACE: String.raw`\s*`,
  DATA: ".*?",
  GREEDYDATA: ".*",
  GREEDYDATA_MULTILINE: "(?s:.*)",
  QUOTEDSTRING: String.raw`"(?:\\.|[^\\"])*"|'(?:\\.|[^\\'])*'|` + "`(?:\\\\.|[^\\\\`])*`",
  QS: "%{QUOTEDSTRING}",
  UUID: "[A-Fa-f0-9]{8}-(?:[A-Fa-f0-9]{4}-){3}[A-Fa-f0-9]{12}",
  URN: "urn:[0-9A-Za-z][0-9A-Za-z-]{0,31}:(?:%[0-9a-fA-F]{2}|[0-9A-Za-z()+,.:=@;$_!*'/?#-])+",
  ARN: String.raw`arn:[\w-]+:[\w-]*:[\w-]*:\d*:[\w\-/:.*+=@#]+`,
  CISCOMAC: String.raw`(?:[A-Fa-f0-9]{4}\.){2}[A-Fa-f0-9]{4}`,
  WINDOWSMAC: "(?:[A-Fa-f0-9]{2}-){5}[A-Fa-f0-9]{2}",
  COMMONMAC: "(?:[A-Fa-f0-9]{2}:){5}[A-Fa-f0-9]{2}",
  MAC: "%{CISCOMAC}|%{WINDOWSMAC}|%{COMMONMAC}",
  IPV4: String.raw`(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])`,
  IPV6: String.raw`(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?::(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?(?:%\w+)?`,
  IP: "%{IPV4}|%{IPV6}",
  HOSTNAME: String.raw`\b[0-9A-Za-z][0-9A-Za-z-]{0,62}(?:\.[0-9A-Za-z][0-9A-Za-z-]{0,62})*\.?`,
  HOST: "%{HOSTNAME}",
  IPORHOST: "%{IP}|%{HOSTNAME}",
  HOSTPORT: "%{IPORHOST}:%{POSINT}",
  PATH: "%{UNIXPATH}|%{WINPATH}",
  UNIXPATH: String.raw`(?:/[\w_%!$@:.,+~-]*)+`,
  TTY: String.raw`/dev/(?:pts|tty[pq]?)(?:\w+)?/?[0-9]+`,
  WINPATH: String.raw`(?:[A-Za-z]+:|\\)(?:\\[^\\?*]*)+`,
  URIPROTO: String.raw`[A-Za-z][A-Za-z0-9+\-.]+`,
  URIHOST: "%{IPORHOST}(?::%{POSINT})?",
  URIPATH: String.raw`(?:/[A-Za-z0-9$.+!*'(){},~:;=@#%&_\-]*)+`,
  URIPARAM: String.raw`\?[A-Za-z0-9$.+!*'|(){},~@#%&/=:;_?\-\[\]<>]*`,
  URIPATHPARAM: "%{URIPATH}(?:%{URIPARAM})?",
  URI: "%{URIPROTO}://(?:%{USER}(?::[^@]*)?@)?(?:%{URIHOST})?(?:%{URIPATHPARAM})?",
  MONTH: String.raw`\b(?:[Jj]an(?:uary)?|[Ff]eb(?:ruary)?|[Mm]ar(?:ch)?|[Aa]pr(?:il)?|[Mm]ay|[Jj]une?|[Jj]uly?|[Aa]ug(?:ust)?|[Ss]ep(?:tember)?|[Oo]ct(?:ober)?|[Nn]ov(?:ember)?|[Dd]ec(?:ember)?)\b`,
  MONTHNUM: "1[0-2]|0?[1-9]",
  MONTHNUM2: "0[1-9]|1[0-2]",
  MONTHDAY: "0[1-9]|[12][0-9]|3[01]|[1-9]",
  DAY: "Mon(?:day)?|Tue(?:sday)?|Wed(?:nesday)?|Thu(?:rsday)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?",
  YEAR: String.raw`(?:\d\d){1,2}`,
  HOUR: "2[0123]|[01]?[0-9]",
  MINUTE: "[0-5][0-9]",
  SECOND: "(?:[0-5]?[0-9]|60)(?:[:.,][0-9]+)?",
  TIME: "%{HOUR}:%{MINUTE}(?::%{SECOND})?",
  DATE_US: "%{MONTHNUM}[/-]%{MONTHDAY}[/-]%{YEAR}",
  DATE_EU: "%{MONTHDAY}[./-]%{MONTHNUM}[./-]%{YEAR}",
  DATE: "%{DATE_US}|%{DATE_EU}",
  DATESTAMP: "%{DATE}[- ]%{TIME}",
  ISO8601_TIMEZONE: "Z|[+-]%{HOUR}(?::?%{MINUTE})",
  ISO8601_SECOND: "%{SECOND}",
  TIMESTAMP_ISO8601:
    "%{YEAR}-%{MONTHNUM}-%{MONTHDAY}[T ]%{HOUR}:?%{MINUTE}(?::?%{SECOND})?(?:%{ISO8601_TIMEZONE})?",
  TZ: "[A-Z]{3,4}",
  DATESTAMP_RFC822: "%{DAY} %{MONTH} %{MONTHDAY} %{YEAR} %{TIME} %{TZ}",
  DATESTAMP_RFC2822: "%{DAY}, %{MONTHDAY} %{MONTH} %{YEAR} %{TIME} %{ISO8601_TIMEZONE}",
  DATESTAMP_OTHER: "%{DAY} %{MONTH} %{MONTHDAY} %{TIME} %{TZ} %{YEAR}",
  DATESTAMP_EVENTLOG: "%{YEAR}%{MONTHNUM2}%{MONTHDAY}%{HOUR}%{MINUTE}%{SECOND}",
  HTTPDATE: "%{MONTHDAY}/%{MONTH}/%{YEAR}:%{TIME} %{INT}",
  SYSLOGTIMESTAMP: "%{MONTH} +%{MONTHDAY} %{TIME}",
  PROG: String.raw`[!-Z\\^-~]+`,
  SYSLOGPROG: String.raw`%{PROG}(?:\[%{POSINT}\])?`,
  SYSLOGHOST: "%{IPORHOST}",
  SYSLOGFACILITY: "<%{NONNEGINT}.%{NONNEGINT}>",
  LOGLEVEL:
    "(?i:alert|trace|debug|notice|info(?:rmation)?|warn(?:ing)?|err(?:or)?|crit(?:ical)?|fatal|severe|emerg(?:ency)?)",
};

/** A format that is a pattern with fields of its own. */
export interface GrokFormat {
  readonly expression: string;
  /** Names of the groups of the expression that are fields, in order. */
  readonly fields: readonly string[];
}

const DATE = String.raw`\[([^\]]+)\]`;
const REQUEST = String.raw`"(?:([A-Z]+) (\S+)(?: HTTP/([\d.]+))?|[^"]*)"`;
const QUOTED = String.raw`"((?:\\.|[^"\\])*)"`;

/** Formats of whole lines, after which only DATA and GREEDYDATA may follow. */
export const GROK_FORMATS: Readonly<Record<string, GrokFormat>> = {
  APACHE_ACCESS_LOG: {
    expression: String.raw`(\S+) \S+ (\S+) ${DATE} ${REQUEST} (\d{3}) (\d+|-)(?: ${QUOTED} ${QUOTED})?`,
    fields: [
      "remote_host",
      "auth_user",
      "timestamp",
      "http_method",
      "request",
      "http_version",
      "status_code",
      "response_size",
      "referrer",
      "agent",
    ],
  },
  NGINX_ACCESS_LOG: {
    expression: String.raw`(\S+) - (\S+) ${DATE} ${REQUEST} (\d{3}) (\d+|-) ${QUOTED} ${QUOTED}`,
    fields: [
      "remote_host",
      "auth_user",
      "timestamp",
      "http_method",
      "request",
      "http_version",
      "status_code",
      "response_size",
      "referrer",
      "agent",
    ],
  },
  SYSLOG5424: {
    expression: String.raw`<(\d{1,3})>(\d{1,2}) (\S+) (\S+) (\S+) (\S+) (\S+) (-|(?:\[(?:[^\]\\"]|\\.|"(?:\\.|[^"\\])*")*\])+)(?: (.*))?`,
    fields: [
      "pri",
      "version",
      "timestamp",
      "hostname",
      "app",
      "process_id",
      "msg_id",
      "structured_data",
      "message",
    ],
  },
};
