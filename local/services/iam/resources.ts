import type { ResourceType } from "../../kernel/resource-type.ts";
import { onlyPolicy, policy } from "./resources/inline-policy.ts";
import { instanceProfile } from "./resources/instance-profile.ts";
import { managedPolicy } from "./resources/managed-policy.ts";
import { role, serviceLinkedRole } from "./resources/role.ts";
import { accessKey, group, user, userToGroup } from "./resources/user.ts";

export const IAM_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::IAM::AccessKey": accessKey,
  "AWS::IAM::Group": group,
  "AWS::IAM::GroupPolicy": onlyPolicy("Group"),
  "AWS::IAM::InstanceProfile": instanceProfile,
  "AWS::IAM::ManagedPolicy": managedPolicy,
  "AWS::IAM::Policy": policy,
  "AWS::IAM::Role": role,
  "AWS::IAM::RolePolicy": onlyPolicy("Role"),
  "AWS::IAM::ServiceLinkedRole": serviceLinkedRole,
  "AWS::IAM::User": user,
  "AWS::IAM::UserPolicy": onlyPolicy("User"),
  "AWS::IAM::UserToGroupAddition": userToGroup,
};
