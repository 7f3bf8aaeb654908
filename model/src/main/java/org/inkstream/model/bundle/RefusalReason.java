package org.inkstream.model.bundle;

/** Why a version may not score; the same word in the status, the log and the metric's label. */
public enum RefusalReason {
  /** An alias names a version that is not published. */
  UNKNOWN_VERSION,
  /** A control record could not be read. */
  UNREADABLE_RECORD,
  /** A chunk of the artefact is missing. */
  INCOMPLETE_ARTIFACT,
  /** The artefact or a part of it does not have the digest the manifest names. */
  WRONG_DIGEST,
  /** The artefact is not a bundle. */
  UNREADABLE_BUNDLE,
  /** The manifest of the bundle has missing or impossible values, or names another version. */
  BAD_MANIFEST,
  /** The bundle was written in a form that this release does not read. */
  UNSUPPORTED_FORMAT,
  /** The reference profile is unusable or does not fit the network. */
  BAD_PROFILE,
  /** The network file does not load. */
  UNREADABLE_NETWORK,
  /** The network's input or output has another shape than the manifest names. */
  WRONG_SHAPE,
  /** The network does not reproduce the golden rows. */
  GOLDEN_ROWS_DIFFER,
  /** The network is right on too few of the golden rows. */
  ACCURACY_BELOW_FLOOR,
  /** Keys are trusted here, and the bundle has no signature. */
  UNSIGNED,
  /** The bundle is signed, but by no trusted key. */
  UNTRUSTED_KEY,
  /** A signature that names a trusted key is not of this manifest. */
  WRONG_SIGNATURE,
  /** The network file names a class, or holds a file, that no network needs. */
  FOREIGN_CLASS,
  /** There is no native memory left for it now; asked for again, it may be loaded. */
  MEMORY;

  /** False if the same bundle may pass when it is tried again on the same instance. */
  public boolean isForGood() {
    return this != MEMORY;
  }
}
