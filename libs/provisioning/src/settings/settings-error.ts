/** One thing that is wrong with the settings. */
export interface SettingsError {
  /** Where: `mapping[2].from.expression`; '' for the settings as a whole. */
  path: string;
  /** What, and what would be right, for the owner of the site. */
  message: string;
  /** 0-based, in the text at the path. */
  position?: number;
}
