package org.inkstream.streams.labels;

import org.inkstream.schemas.RoutedLabels;
import org.inkstream.schemas.ScoredImages;

/** What comes to a label partition: events that were scored, and labels. */
public sealed interface JoinInput {

  /** Events. */
  record Events(ScoredImages message) implements JoinInput {}

  /** Labels. */
  record Labels(RoutedLabels message) implements JoinInput {}
}
