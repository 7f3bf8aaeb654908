package org.inkstream.model.bundle;

/** The checks of the {@link Gate}, in their order; the same word in the status and in messages. */
public enum GateStep {
  /**
   * The file is there, whole and as it was published; it is a bundle, and its parts have the
   * digests that the manifest names.
   */
  DIGEST,
  /** A trusted key signed the manifest; skipped where no keys are trusted. */
  SIGNATURE,
  /** The native memory that it will need is left; skipped where there is no bound. */
  MEMORY,
  /** Profile, golden rows and network can be read, and name no foreign class. */
  LOAD,
  /** Input, outputs and profile fit the manifest. */
  SHAPE,
  /** The golden rows have the answers that the trainer computed. */
  GOLDEN_ROWS,
  /** Enough of the golden rows are classified rightly. */
  ACCURACY,
  /** How often it agrees with the champion on the golden rows; never refuses. */
  AGREEMENT
}
