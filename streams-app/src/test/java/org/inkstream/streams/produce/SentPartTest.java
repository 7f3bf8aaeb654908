package org.inkstream.streams.produce;

import static org.assertj.core.api.Assertions.assertThat;

import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.split.SplitPlan;
import org.inkstream.model.split.SplitRule;
import org.junit.jupiter.api.Test;

class SentPartTest {

  @Test
  void shouldStreamTheTestPartOfATrainingWithThatSeed() throws Exception {
    ImageSet published = DataSets.read("mnist", Part.TRAIN);
    ImageSet test = DataSets.read("mnist", Part.TEST);
    // With the sizes that the trainer parts MNIST by.
    ImageSet expected =
        new SplitPlan(SplitRule.SHUFFLED, 7, 5_000, 10_000).apply(published, test).test();

    assertThat(SentPart.STREAM.read("mnist", 7).digest())
        .isEqualTo(expected.digest())
        .isNotEqualTo(SentPart.STREAM.read("mnist", 8).digest());
  }

  @Test
  void shouldReadThePublishedParts() throws Exception {
    assertThat(SentPart.TRAIN.read("mnist", 1).count()).isEqualTo(60_000);
    assertThat(SentPart.TEST.read("mnist", 1).count()).isEqualTo(10_000);
  }
}
