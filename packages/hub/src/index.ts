export { ERRORS, HubError } from "./base/error.ts";
