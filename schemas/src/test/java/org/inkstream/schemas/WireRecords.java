package org.inkstream.schemas;

import java.util.List;
import org.apache.avro.Schema;

/** The records that are values of a topic; all others travel inside these. */
final class WireRecords {

  static final List<Schema> ALL =
      List.of(
          AliasChange.getClassSchema(),
          Classification.getClassSchema(),
          DriftAck.getClassSchema(),
          DriftCounts.getClassSchema(),
          DriftReport.getClassSchema(),
          ImageEvent.getClassSchema(),
          InstanceStatus.getClassSchema(),
          LabelEvent.getClassSchema(),
          ModelStatus.getClassSchema(),
          ModelVersion.getClassSchema(),
          RoutedLabels.getClassSchema(),
          ScoredImages.getClassSchema(),
          ShadowCounts.getClassSchema(),
          ShadowReport.getClassSchema());

  private WireRecords() {}
}
