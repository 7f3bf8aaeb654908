package org.inkstream.streams.drift;

import org.inkstream.schemas.DriftReport;

/** Hears what the windows of drift statistics report. Called by the thread of the topology. */
public interface DriftListener {

  /** For who need not know. */
  DriftListener NONE =
      new DriftListener() {
        @Override
        public void reported(DriftReport report) {}

        @Override
        public void closed() {}
      };

  /** A window is reported; again, if the transaction is given up. */
  void reported(DriftReport report);

  /** This instance no longer has the windows. */
  void closed();
}
