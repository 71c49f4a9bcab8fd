import type { Cloud } from "../../kernel/cloud.ts";
import { StoredMap } from "../../kernel/storage/stored-map.ts";
import type { Identity } from "./identity.ts";
import { ManagedPolicies, type ManagedPolicy } from "./managed-policy.ts";
import { type Principal, Principals } from "./principal.ts";

export interface Role extends Principal {
  /** Who may take it on. */
  trust: string;
  description?: string | undefined;
  maxSession: number;
}

export interface User extends Principal {
  readonly groups: string[];
  readonly keys: { readonly id: string; readonly created: number; status: string }[];
}

export interface InstanceProfile extends Identity {
  readonly roles: string[];
}

/** Roles, users, groups and policies of an account. */
export interface Iam {
  readonly roles: Principals<Role>;
  readonly users: Principals<User>;
  readonly groups: Principals<Principal>;
  readonly policies: ManagedPolicies;
  readonly profiles: StoredMap<InstanceProfile>;
}

/** Opens the roles, users, groups and policies of a cloud. */
export function openIam({ storage }: Cloud): Iam {
  return {
    roles: new Principals("role", new StoredMap<Role>(storage.collection("iam-roles"))),
    users: new Principals("user", new StoredMap<User>(storage.collection("iam-users"))),
    groups: new Principals("group", new StoredMap<Principal>(storage.collection("iam-groups"))),
    policies: new ManagedPolicies(new StoredMap<ManagedPolicy>(storage.collection("iam-policies"))),
    profiles: new StoredMap<InstanceProfile>(storage.collection("iam-instance-profiles")),
  };
}
