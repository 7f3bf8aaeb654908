package org.inkstream.streams.shadow;

import org.inkstream.schemas.ShadowReport;

/** Hears what the windows report. Called by one thread. */
public interface ShadowReportListener {

  /** Nobody listens. */
  ShadowReportListener NONE =
      new ShadowReportListener() {
        @Override
        public void reported(ShadowReport report) {}

        @Override
        public void closed() {}
      };

  /** A window was reported. */
  void reported(ShadowReport report);

  /** Another instance reports from now on, or none. */
  void closed();
}
