package org.inkstream.bench.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.inkstream.bench.stream.Events;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.Classification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each test spoils one thing, and one number says so. */
class WitnessTest {

  private Witness witness;

  @BeforeEach
  void threeEventsOfPartitionTwo() throws IOException {
    ImageSet images = DataSets.read("mnist", Part.TEST);
    int[] ofA = new int[images.count()];
    int[] ofB = new int[images.count()];
    Arrays.fill(ofB, 7);
    witness =
        new Witness(
            new ChampionTable(List.of(change("a", 1000), change("b", 2000))),
            new Events(images),
            Map.of("a", ofA, "b", ofB));
    witness.event(2, 0, 1500);
    witness.event(2, 1, 1999);
    witness.event(2, 2, 2000);
  }

  @Test
  void shouldFindNothingWhereAllIsWell() {
    witness.answer(answer(0, "a", 0));
    witness.deadLetter(2, 1);
    witness.answer(answer(2, "b", 7));

    assertThat(witness.findings()).isEqualTo(new Witness.Findings(3, 2, 1, 0, 0, 0, 0, 0));
  }

  @Test
  void shouldFindAnEventThatWasLost() {
    witness.answer(answer(0, "a", 0));
    witness.answer(answer(2, "b", 7));

    assertThat(witness.findings()).isEqualTo(new Witness.Findings(3, 2, 0, 1, 0, 0, 0, 0));
  }

  @Test
  void shouldFindWhatWasAnsweredTwiceOrNeverAsked() {
    witness.answer(answer(0, "a", 0));
    witness.answer(answer(0, "a", 0));
    witness.answer(answer(1, "a", 0));
    witness.deadLetter(2, 1);
    witness.answer(answer(2, "b", 7));
    witness.answer(answer(3, "b", 7));

    assertThat(witness.findings()).isEqualTo(new Witness.Findings(3, 5, 1, 0, 3, 0, 0, 0));
  }

  @Test
  void shouldFindAnAnswerOutOfOrder() {
    witness.answer(answer(1, "a", 0));
    witness.answer(answer(0, "a", 0));
    witness.answer(answer(2, "b", 7));

    assertThat(witness.findings()).isEqualTo(new Witness.Findings(3, 3, 0, 0, 0, 1, 0, 0));
  }

  @Test
  void shouldFindTheVersionOfAnotherTime() {
    witness.answer(answer(0, "a", 0));
    witness.answer(answer(1, "b", 7));
    witness.answer(answer(2, "a", 0));

    assertThat(witness.findings()).isEqualTo(new Witness.Findings(3, 3, 0, 0, 0, 0, 2, 0));
  }

  @Test
  void shouldFindAnAnswerThatItsVersionDoesNotGive() {
    witness.answer(answer(0, "a", 7));
    witness.answer(answer(1, "a", 0));
    witness.answer(answer(2, "c", 7));

    assertThat(witness.findings()).isEqualTo(new Witness.Findings(3, 3, 0, 0, 0, 0, 1, 2));
  }

  @Test
  void shouldNotGoOnWhereTheImagesHaveAGap() {
    assertThatIllegalStateException()
        .isThrownBy(() -> witness.event(2, 4, 2001))
        .withMessage("offset 4 of partition 2 where 3 was due");
  }

  private static Classification answer(long offset, String version, int label) {
    return Classification.newBuilder()
        .setId(Events.id(2, offset))
        .setLabel(label)
        .setLabelName(Integer.toString(label))
        .setProbabilities(List.of(1f))
        .setConfidence(1)
        .setEntropy(0)
        .setModelVersion(version)
        .setCapturedAt(Instant.EPOCH)
        .setScoredAt(Instant.ofEpochMilli(3000))
        .setSourcePartition(2)
        .setSourceOffset(offset)
        .build();
  }

  private static AliasChange change(String version, long from) {
    return AliasChange.newBuilder()
        .setAlias("champion")
        .setVersion(version)
        .setEffectiveFrom(Instant.ofEpochMilli(from))
        .setChangedAt(Instant.ofEpochMilli(from))
        .build();
  }
}
