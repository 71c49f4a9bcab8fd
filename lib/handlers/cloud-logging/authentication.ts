/** What is used of the library, by name: a bundle then leaves out the rest. */
export { GoogleAuth, PassThroughClient } from "google-auth-library";
