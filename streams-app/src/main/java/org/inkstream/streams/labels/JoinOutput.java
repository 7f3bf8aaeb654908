package org.inkstream.streams.labels;

import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.ShadowCounts;

/** What a label partition sends on. */
public sealed interface JoinOutput {

  /** What labels said of events, for the windows of drift statistics. */
  record Counted(DriftCounts counts) implements JoinOutput {}

  /** What labels said of a shadow and its champion, for the windows of both. */
  record Compared(ShadowCounts counts) implements JoinOutput {}
}
