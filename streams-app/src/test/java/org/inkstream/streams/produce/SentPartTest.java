package org.inkstream.streams.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.split.Parting;
import org.inkstream.model.split.SplitPlan;
import org.inkstream.model.split.SplitRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentPartTest {

  @Test
  void shouldStreamTheTestPartOfATrainingWithThatSeed() throws Exception {
    ImageSet published = DataSets.read("mnist", Part.TRAIN);
    ImageSet test = DataSets.read("mnist", Part.TEST);
    // With the sizes that the trainer parts MNIST by.
    ImageSet expected =
        new SplitPlan(SplitRule.SHUFFLED, 7, 5_000, 10_000).apply(published, test).test();

    assertThat(SentPart.STREAM.read("mnist", 7).images().digest())
        .isEqualTo(expected.digest())
        .isNotEqualTo(SentPart.STREAM.read("mnist", 8).images().digest());
  }

  @Test
  void shouldReadThePublishedParts() throws Exception {
    assertThat(SentPart.TRAIN.read("mnist", 1).images().count()).isEqualTo(60_000);
    assertThat(SentPart.TEST.read("mnist", 1).images().count()).isEqualTo(10_000);
  }

  @Test
  void shouldNumberLabelsAsATrainingDoes(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("train.csv"), "ж,1\nб,2\nщ,3\n");
    Files.writeString(folder.resolve("test.csv"), "щ,4\nж,5\n");

    assertThat(SentPart.TRAIN.read(folder.toString(), 1).images().labels())
        .containsExactly(1, 0, 2);
    assertThat(SentPart.TEST.read(folder.toString(), 1).images().labels()).containsExactly(2, 1);
    for (SentPart part : SentPart.values()) {
      assertThat(part.read(folder.toString(), 1).labels()).containsExactly("б", "ж", "щ");
    }
  }

  @Test
  void shouldLeaveNumbersAloneWhereNothingWasTrainedOn(@TempDir Path folder) throws Exception {
    Path numbers = Files.createDirectory(folder.resolve("numbers"));
    for (String file : new String[] {"images-idx3", "labels-idx1"}) {
      byte[] header = {0, 0, 8, (byte) (file.startsWith("i") ? 3 : 1), 0, 0, 0, 1};
      byte[] rest = file.startsWith("i") ? new byte[] {0, 0, 0, 1, 0, 0, 0, 1, 9} : new byte[] {7};
      byte[] whole = Arrays.copyOf(header, header.length + rest.length);
      System.arraycopy(rest, 0, whole, header.length, rest.length);
      Files.write(numbers.resolve("test-" + file + "-ubyte"), whole);
    }

    assertThat(SentPart.TEST.read(numbers.toString(), 1).images().labels()).containsExactly(7);
  }

  @Test
  void shouldStreamWhatATrainingHoldsOutOfASetWithoutATestPart(@TempDir Path folder)
      throws Exception {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 140; i++) {
      rows.append(i % 2 == 0 ? "a," : "b,").append(i).append('\n');
    }
    String file = Files.writeString(folder.resolve("all.csv"), rows).toString();
    ImageSet all = SentPart.TRAIN.read(file, 1).images();

    ImageSet streamed = SentPart.STREAM.read(file, 7).images();

    // With other sizes of the other parts, as a training has them.
    assertThat(streamed)
        .isEqualTo(Parting.by(SplitRule.STRATIFIED).apply(all, Optional.empty(), 7, 10, 20).test());
    assertThat(streamed.count()).isEqualTo(20);
    assertThat(SentPart.usual(file)).isEqualTo(SentPart.TRAIN);
    assertThat(SentPart.usual("mnist")).isEqualTo(SentPart.TEST);
    assertThatThrownBy(() -> SentPart.TEST.read(file, 7))
        .hasMessage(file + ": a set without a test part");
  }
}
