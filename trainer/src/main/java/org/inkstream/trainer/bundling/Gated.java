package org.inkstream.trainer.bundling;

import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusedException;

/** Puts a bundle that was made here through the gate, as production will. */
final class Gated {

  private Gated() {}

  /** The bundle, loaded; the caller closes it. */
  static LoadedModel load(Bundle bundle, int maxBatch) {
    try {
      return Gate.load(BundleFile.bytes(bundle), maxBatch);
    } catch (RefusedException e) {
      throw new IllegalStateException(
          "the gate refuses what was just made (" + e.reason() + "): " + e.getMessage(), e);
    }
  }
}
