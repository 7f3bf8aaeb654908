package org.inkstream.bench.swap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.inkstream.bench.stream.Cluster;
import org.inkstream.bench.stream.CommittedRecords;
import org.inkstream.bench.stream.Events;
import org.inkstream.schemas.Classification;

/**
 * Holds every event against its answers, from the topics alone: each (partition, offset) of the
 * images has one answer or one dead letter, in the order of its partition, by the version that was
 * champion at its time, with the class that this version gives to its image.
 */
final class Witness {

  private final ChampionTable champions;
  private final Events events;
  private final Map<String, int[]> labels;
  private final List<Course> courses =
      IntStream.range(0, Events.PARTITIONS).mapToObj(p -> new Course()).toList();
  private final long[] highest = new long[Events.PARTITIONS];
  private long answers;
  private long deadLetters;
  private long doubled;
  private long outOfOrder;
  private long misattributed;
  private long otherLabel;

  /**
   * What was found.
   *
   * @param events in the images topic
   * @param answers classifications
   * @param deadLetters events that could not be classified
   * @param lost events with neither
   * @param doubled answers and dead letters beyond one for an event, or of no event
   * @param outOfOrder answers after one of a later event of their partition
   * @param misattributed answers by another version than the champion of their event's time
   * @param otherLabel answers with another class than their version gives to the image
   */
  record Findings(
      long events,
      long answers,
      long deadLetters,
      long lost,
      long doubled,
      long outOfOrder,
      long misattributed,
      long otherLabel) {}

  /**
   * @param labels the class of each image, by version
   */
  Witness(ChampionTable champions, Events events, Map<String, int[]> labels) {
    this.champions = champions;
    this.events = events;
    this.labels = labels;
    Arrays.fill(highest, -1);
  }

  /** Reads the topics. */
  void read(Cluster cluster) {
    CommittedRecords.forEach(
        cluster,
        Cluster.TOPICS.images().name(),
        Events.PARTITIONS,
        event -> event(event.partition(), event.offset(), event.timestamp()));
    CommittedRecords.forEach(
        cluster,
        Cluster.TOPICS.classifications().name(),
        Events.PARTITIONS,
        entry -> answer(Cluster.TOPICS.classifications().wire().decode(entry.value())));
    CommittedRecords.forEach(
        cluster,
        Cluster.TOPICS.deadLetters().name(),
        Events.PARTITIONS,
        letter ->
            deadLetter(
                (int) number(letter.headers(), "inkstream.partition"),
                number(letter.headers(), "inkstream.offset")));
  }

  /** An event; those of a partition in order, from offset 0 on. */
  void event(int partition, long offset, long time) {
    Course course = courses.get(partition);
    if (offset != course.size()) {
      throw new IllegalStateException(
          "offset %d of partition %d where %d was due".formatted(offset, partition, course.size()));
    }
    course.add(time);
  }

  /** An answer; those of a partition in the order in which a consumer gets them. */
  void answer(Classification answer) {
    answers++;
    int partition = answer.getSourcePartition();
    long offset = answer.getSourceOffset();
    Course course = courses.get(partition);
    if (!course.see(offset)) {
      doubled++;
      return;
    }
    course.scored(offset, answer.getScoredAt().toEpochMilli());
    outOfOrder += offset < highest[partition] ? 1 : 0;
    highest[partition] = Math.max(highest[partition], offset);
    String version = answer.getModelVersion();
    misattributed += version.equals(champions.at(course.time(offset))) ? 0 : 1;
    int[] known = labels.get(version);
    boolean right = known != null && known[events.image(partition, offset)] == answer.getLabel();
    otherLabel += right ? 0 : 1;
  }

  /** A dead letter of an event. */
  void deadLetter(int partition, long offset) {
    deadLetters++;
    doubled += courses.get(partition).see(offset) ? 0 : 1;
  }

  /** When the events of each partition came and were scored. */
  List<Course> courses() {
    return courses;
  }

  /** What was found. */
  Findings findings() {
    return new Findings(
        courses.stream().mapToLong(Course::size).sum(),
        answers,
        deadLetters,
        courses.stream().mapToLong(Course::unseen).sum(),
        doubled,
        outOfOrder,
        misattributed,
        otherLabel);
  }

  private static long number(Headers headers, String name) {
    return Long.parseLong(new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8));
  }
}
