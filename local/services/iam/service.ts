import { modelOf } from "../../kernel/model.ts";
import type { Service } from "../../kernel/service.ts";
import model from "./model.json" with { type: "json" };
import { addRoleToInstanceProfile } from "./operations/add-role-to-instance-profile.ts";
import { addUserToGroup } from "./operations/add-user-to-group.ts";
import { attachGroupPolicy } from "./operations/attach-group-policy.ts";
import { attachRolePolicy } from "./operations/attach-role-policy.ts";
import { attachUserPolicy } from "./operations/attach-user-policy.ts";
import { createAccessKey } from "./operations/create-access-key.ts";
import { createGroup } from "./operations/create-group.ts";
import { createInstanceProfile } from "./operations/create-instance-profile.ts";
import { createPolicy } from "./operations/create-policy.ts";
import { createPolicyVersion } from "./operations/create-policy-version.ts";
import { createRole } from "./operations/create-role.ts";
import { createServiceLinkedRole } from "./operations/create-service-linked-role.ts";
import { createUser } from "./operations/create-user.ts";
import { deleteAccessKey } from "./operations/delete-access-key.ts";
import { deleteGroup } from "./operations/delete-group.ts";
import { deleteGroupPolicy } from "./operations/delete-group-policy.ts";
import { deleteInstanceProfile } from "./operations/delete-instance-profile.ts";
import { deletePolicy } from "./operations/delete-policy.ts";
import { deletePolicyVersion } from "./operations/delete-policy-version.ts";
import { deleteRole } from "./operations/delete-role.ts";
import { deleteRolePermissionsBoundary } from "./operations/delete-role-permissions-boundary.ts";
import { deleteRolePolicy } from "./operations/delete-role-policy.ts";
import { deleteUser } from "./operations/delete-user.ts";
import { deleteUserPolicy } from "./operations/delete-user-policy.ts";
import { detachGroupPolicy } from "./operations/detach-group-policy.ts";
import { detachRolePolicy } from "./operations/detach-role-policy.ts";
import { detachUserPolicy } from "./operations/detach-user-policy.ts";
import { getGroup } from "./operations/get-group.ts";
import { getGroupPolicy } from "./operations/get-group-policy.ts";
import { getInstanceProfile } from "./operations/get-instance-profile.ts";
import { getPolicy } from "./operations/get-policy.ts";
import { getPolicyVersion } from "./operations/get-policy-version.ts";
import { getRole } from "./operations/get-role.ts";
import { getRolePolicy } from "./operations/get-role-policy.ts";
import { getUser } from "./operations/get-user.ts";
import { getUserPolicy } from "./operations/get-user-policy.ts";
import { listAccessKeys } from "./operations/list-access-keys.ts";
import { listAttachedGroupPolicies } from "./operations/list-attached-group-policies.ts";
import { listAttachedRolePolicies } from "./operations/list-attached-role-policies.ts";
import { listAttachedUserPolicies } from "./operations/list-attached-user-policies.ts";
import { listEntitiesForPolicy } from "./operations/list-entities-for-policy.ts";
import { listGroupPolicies } from "./operations/list-group-policies.ts";
import { listGroups } from "./operations/list-groups.ts";
import { listGroupsForUser } from "./operations/list-groups-for-user.ts";
import { listInstanceProfiles } from "./operations/list-instance-profiles.ts";
import { listInstanceProfilesForRole } from "./operations/list-instance-profiles-for-role.ts";
import { listPolicies } from "./operations/list-policies.ts";
import { listPolicyVersions } from "./operations/list-policy-versions.ts";
import { listRolePolicies } from "./operations/list-role-policies.ts";
import { listRoleTags } from "./operations/list-role-tags.ts";
import { listRoles } from "./operations/list-roles.ts";
import { listUserPolicies } from "./operations/list-user-policies.ts";
import { listUserTags } from "./operations/list-user-tags.ts";
import { listUsers } from "./operations/list-users.ts";
import { putGroupPolicy } from "./operations/put-group-policy.ts";
import { putRolePermissionsBoundary } from "./operations/put-role-permissions-boundary.ts";
import { putRolePolicy } from "./operations/put-role-policy.ts";
import { putUserPolicy } from "./operations/put-user-policy.ts";
import { removeRoleFromInstanceProfile } from "./operations/remove-role-from-instance-profile.ts";
import { removeUserFromGroup } from "./operations/remove-user-from-group.ts";
import { setDefaultPolicyVersion } from "./operations/set-default-policy-version.ts";
import { tagRole } from "./operations/tag-role.ts";
import { tagUser } from "./operations/tag-user.ts";
import { untagRole } from "./operations/untag-role.ts";
import { untagUser } from "./operations/untag-user.ts";
import { updateAssumeRolePolicy } from "./operations/update-assume-role-policy.ts";
import { updateRole } from "./operations/update-role.ts";
import { IAM_RESOURCES } from "./resources.ts";
import { type Iam, openIam } from "./state.ts";

/** IAM: roles, users, groups and policies that are kept and shown. Nothing is enforced. */
export const service: Service<Iam> = {
  name: "iam",
  signedAs: "iam",
  global: true,
  model: modelOf(model),
  validation: { code: "ValidationError" },
  faults: { throttled: { code: "Throttling", statusCode: 400 } },
  state: openIam,
  operations: {
    AddRoleToInstanceProfile: addRoleToInstanceProfile,
    AddUserToGroup: addUserToGroup,
    AttachGroupPolicy: attachGroupPolicy,
    AttachRolePolicy: attachRolePolicy,
    AttachUserPolicy: attachUserPolicy,
    CreateAccessKey: createAccessKey,
    CreateGroup: createGroup,
    CreateInstanceProfile: createInstanceProfile,
    CreatePolicy: createPolicy,
    CreatePolicyVersion: createPolicyVersion,
    CreateRole: createRole,
    CreateServiceLinkedRole: createServiceLinkedRole,
    CreateUser: createUser,
    DeleteAccessKey: deleteAccessKey,
    DeleteGroup: deleteGroup,
    DeleteGroupPolicy: deleteGroupPolicy,
    DeleteInstanceProfile: deleteInstanceProfile,
    DeletePolicy: deletePolicy,
    DeletePolicyVersion: deletePolicyVersion,
    DeleteRole: deleteRole,
    DeleteRolePermissionsBoundary: deleteRolePermissionsBoundary,
    DeleteRolePolicy: deleteRolePolicy,
    DeleteUser: deleteUser,
    DeleteUserPolicy: deleteUserPolicy,
    DetachGroupPolicy: detachGroupPolicy,
    DetachRolePolicy: detachRolePolicy,
    DetachUserPolicy: detachUserPolicy,
    GetGroup: getGroup,
    GetGroupPolicy: getGroupPolicy,
    GetInstanceProfile: getInstanceProfile,
    GetPolicy: getPolicy,
    GetPolicyVersion: getPolicyVersion,
    GetRole: getRole,
    GetRolePolicy: getRolePolicy,
    GetUser: getUser,
    GetUserPolicy: getUserPolicy,
    ListAccessKeys: listAccessKeys,
    ListAttachedGroupPolicies: listAttachedGroupPolicies,
    ListAttachedRolePolicies: listAttachedRolePolicies,
    ListAttachedUserPolicies: listAttachedUserPolicies,
    ListEntitiesForPolicy: listEntitiesForPolicy,
    ListGroupPolicies: listGroupPolicies,
    ListGroups: listGroups,
    ListGroupsForUser: listGroupsForUser,
    ListInstanceProfiles: listInstanceProfiles,
    ListInstanceProfilesForRole: listInstanceProfilesForRole,
    ListPolicies: listPolicies,
    ListPolicyVersions: listPolicyVersions,
    ListRolePolicies: listRolePolicies,
    ListRoleTags: listRoleTags,
    ListRoles: listRoles,
    ListUserPolicies: listUserPolicies,
    ListUserTags: listUserTags,
    ListUsers: listUsers,
    PutGroupPolicy: putGroupPolicy,
    PutRolePermissionsBoundary: putRolePermissionsBoundary,
    PutRolePolicy: putRolePolicy,
    PutUserPolicy: putUserPolicy,
    RemoveRoleFromInstanceProfile: removeRoleFromInstanceProfile,
    RemoveUserFromGroup: removeUserFromGroup,
    SetDefaultPolicyVersion: setDefaultPolicyVersion,
    TagRole: tagRole,
    TagUser: tagUser,
    UntagRole: untagRole,
    UntagUser: untagUser,
    UpdateAssumeRolePolicy: updateAssumeRolePolicy,
    UpdateRole: updateRole,
  },
  resources: IAM_RESOURCES,
};
