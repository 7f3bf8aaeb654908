package org.inkstream.model.topic;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.config.TopicConfig;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.DriftAck;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.schemas.InstanceStatus;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.ModelVersion;
import org.inkstream.schemas.ShadowReport;

/**
 * All topics of one deployment, under one prefix. Immutable and safe for use by many threads.
 *
 * <p>Image events take the broker's time, because the time of an event chooses the network that
 * scores it: a producer's clock could be forged, could run backwards, and would differ on a replay.
 */
public final class Topics {

  /**
   * Largest record that is written because of an event, in bytes. It is much more than what brokers
   * take by default, so that every event that a topic took fits, with what is added to it.
   */
  public static final int MAX_ANSWER_BYTES = 16 << 20;

  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,100}");
  private static final Map<String, String> BROKER_TIME =
      Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
  private static final Map<String, String> BY_TIME = Map.of();
  private static final Map<String, String> DEAD_LETTER =
      Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_ANSWER_BYTES));
  private static final Map<String, String> COMPACTED =
      Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
  private static final Map<String, String> FOR_EVER =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
          TopicConfig.RETENTION_MS_CONFIG, "-1",
          TopicConfig.RETENTION_BYTES_CONFIG, "-1");
  private static final Map<String, String> COMPACTED_BY_TIME =
      Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete");

  /** Old news is worth nothing, and segments must be closed to be compacted. */
  private static final Map<String, String> HEARTBEATS =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete",
          TopicConfig.RETENTION_MS_CONFIG, "86400000",
          TopicConfig.SEGMENT_MS_CONFIG, "600000",
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");

  private final String prefix;
  private final Encoding encoding;

  /** The topics under a prefix, with values in Avro's single-object encoding; see the other. */
  public Topics(String prefix) {
    this(prefix, Encoding.SINGLE_OBJECT);
  }

  /**
   * The topics under a prefix.
   *
   * @param prefix put before every name as it is; may be empty
   * @param encoding of the values
   * @throws IllegalArgumentException if the prefix has characters that Kafka does not allow
   */
  public Topics(String prefix, Encoding encoding) {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "topic prefix '" + prefix + "' has characters other than letters, digits, '.', '_', '-'");
    }
    this.prefix = prefix;
    this.encoding = encoding;
  }

  /** What is put before every name; may be empty. */
  public String prefix() {
    return prefix;
  }

  /** Image events to be classified. */
  public Topic<ImageEvent> images() {
    return topic("images", ImageEvent.class, false, BROKER_TIME);
  }

  /** One answer for each readable image event. */
  public Topic<Classification> classifications() {
    return topic("classifications", Classification.class, false, BY_TIME);
  }

  /** True labels, as they become known. */
  public Topic<LabelEvent> labels() {
    return topic("labels", LabelEvent.class, false, BY_TIME);
  }

  /** Original bytes of image events that could not be classified. */
  public Topic<?> deadLetters() {
    return raw("images.dead-letter", false, DEAD_LETTER);
  }

  /** Drift reports, one a window and version. */
  public Topic<DriftReport> driftReports() {
    return topic("drift-reports", DriftReport.class, false, BROKER_TIME);
  }

  /** How a shadow compares with the champion, one report a window and pair. */
  public Topic<ShadowReport> shadowReports() {
    return topic("shadow-reports", ShadowReport.class, false, BROKER_TIME);
  }

  /** Who has taken note of which drift alarm. */
  public Topic<DriftAck> driftAcks() {
    return topic("drift-acks", DriftAck.class, true, FOR_EVER);
  }

  /** Manifests of published versions. */
  public Topic<ModelVersion> modelVersions() {
    return topic("model-versions", ModelVersion.class, true, COMPACTED);
  }

  /** Bundles in chunks of raw bytes. */
  public Topic<?> modelArtifacts() {
    return raw("model-artifacts", true, COMPACTED);
  }

  /** The history of aliases. */
  public Topic<AliasChange> modelAliases() {
    return topic("model-aliases", AliasChange.class, true, FOR_EVER);
  }

  /** What each instance says of each version. */
  public Topic<ModelStatus> modelStatus() {
    return topic("model-status", ModelStatus.class, true, COMPACTED_BY_TIME);
  }

  /** Who serves now, and what each has loaded. */
  public Topic<InstanceStatus> instances() {
    return topic("instances", InstanceStatus.class, true, HEARTBEATS);
  }

  /** Every topic above. */
  public List<Topic<?>> all() {
    return List.of(
        images(),
        classifications(),
        labels(),
        deadLetters(),
        driftReports(),
        shadowReports(),
        driftAcks(),
        modelVersions(),
        modelArtifacts(),
        modelAliases(),
        modelStatus(),
        instances());
  }

  private <T extends SpecificRecordBase> Topic<T> topic(
      String name, Class<T> type, boolean controlled, Map<String, String> settings) {
    String full = prefix + name;
    return new Topic<>(full, encoding.of(full, type), controlled, settings);
  }

  private Topic<?> raw(String name, boolean controlled, Map<String, String> settings) {
    return new Topic<>(prefix + name, null, controlled, settings);
  }
}
