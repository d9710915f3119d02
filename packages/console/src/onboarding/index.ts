/** The onboarding screens, for apps beside the console. Their style sheet is `@ticketrail/console/app.css`. */
export { CallFailure } from "../api/call-failure.ts";
export { BrandMark } from "../frame/brand-mark.tsx";
export { AppLink } from "../navigation/app-link.tsx";
export { href } from "../navigation/href.ts";
export type { Navigation } from "../navigation/navigation.tsx";
export { useNavigation } from "../navigation/navigation.tsx";
export { Button } from "../parts/button.tsx";
export { ErrorNote } from "../parts/error-note.tsx";
export { Field } from "../parts/field.tsx";
export { PageHead } from "../parts/page-head.tsx";
export { useText } from "../text/text.tsx";
export { BindScreen } from "./bind/bind-screen.tsx";
export { OnboardingFrame } from "./onboarding-frame.tsx";
export type { OnboardingSource } from "./onboarding-source.ts";
export { OrgStateScreen } from "./org-state/org-state-screen.tsx";
