/** Of its own, so that who only logs does not load the local cloud. 0.1.0 has it in `cumulog/local`. */
export { LocalCloud } from "@cumulog/local";
