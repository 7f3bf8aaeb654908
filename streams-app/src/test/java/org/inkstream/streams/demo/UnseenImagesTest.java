package org.inkstream.streams.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.split.Split;
import org.inkstream.model.split.SplitPlan;
import org.inkstream.model.split.SplitRule;
import org.junit.jupiter.api.Test;

class UnseenImagesTest {

  @Test
  void shouldHoldNoImageThatANetworkOfTheDemonstrationKnows() throws Exception {
    // As the trainer parts MNIST: see its TrainingPlan, and `train --train-images`.
    Split split =
        new SplitPlan(SplitRule.SHUFFLED, UnseenImages.SEED, 5_000, 10_000)
            .apply(DataSets.read("mnist", Part.TRAIN), DataSets.read("mnist", Part.TEST));
    Set<ByteBuffer> known = new HashSet<>();
    addFirst(known, split.validation(), split.validation().count());
    addFirst(known, split.profile(), split.profile().count());
    addFirst(known, split.train(), UnseenImages.LEARNT);

    ImageSet unseen = UnseenImages.read();

    assertThat(unseen.count()).isEqualTo(40_000);
    for (int i = 0; i < unseen.count(); i++) {
      assertThat(known.contains(ByteBuffer.wrap(unseen.image(i)))).as("image %d", i).isFalse();
    }
  }

  private static void addFirst(Set<ByteBuffer> known, ImageSet images, int count) {
    for (int i = 0; i < count; i++) {
      known.add(ByteBuffer.wrap(images.image(i)));
    }
  }
}
