import { type Identity, noSuchEntity, shownDocument } from "./identity.ts";
import type { Principal } from "./principal.ts";
import type { Iam, InstanceProfile, Role } from "./state.ts";

/** The members of something as the API shows it, named after its kind. */
function shownIdentity(kind: string, { name, path, arn, id, created, tags }: Identity): object {
  return {
    [`${kind}Name`]: name,
    [`${kind}Id`]: id,
    Arn: arn,
    Path: path,
    CreateDate: created,
    ...(tags.length > 0 && { Tags: tags }),
  };
}

const boundaryOf = ({ boundary }: Principal) =>
  boundary === undefined
    ? {}
    : { PermissionsBoundary: { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: boundary } };

export const shownRole = (role: Role): object => ({
  ...shownIdentity("Role", role),
  AssumeRolePolicyDocument: shownDocument(role.trust),
  Description: role.description,
  MaxSessionDuration: role.maxSession,
  ...boundaryOf(role),
});

export const shownUser = (user: Principal): object => ({
  ...shownIdentity("User", user),
  ...boundaryOf(user),
});

export const shownGroup = (group: Principal): object => shownIdentity("Group", { ...group, tags: [] });

export const shownProfile = ({ roles }: Iam, profile: InstanceProfile): object => ({
  ...shownIdentity("InstanceProfile", profile),
  Roles: profile.roles.map((name) => shownRole(roles.get(name))),
});

/** @throws ServiceError `NoSuchEntity` */
export function profileAt({ profiles }: Iam, name: string): InstanceProfile {
  const profile = profiles.get(name);
  if (profile) return profile;
  throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
}

/** How many roles, users and groups have a policy. */
export function attachments({ roles, users, groups }: Iam, arn: string): number {
  return [...roles.all(), ...users.all(), ...groups.all()].filter(({ attached }) => attached.includes(arn))
    .length;
}
