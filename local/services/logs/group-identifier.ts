/** The group's name in an identifier, which is a name or an ARN. */
export function groupNameOf(identifier: string): string {
  const arn = /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)(?::.*)?$/.exec(identifier);
  return arn ? arn[1]! : identifier;
}
