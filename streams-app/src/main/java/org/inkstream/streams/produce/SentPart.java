package org.inkstream.streams.produce;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.inkstream.model.dataset.DataSource;
import org.inkstream.model.dataset.LabelledImages;
import org.inkstream.model.dataset.Sizing;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.split.Parting;
import org.inkstream.model.split.SplitRule;

/** A part of a data set that can be sent. */
enum SentPart {
  /** The published training images. */
  TRAIN,
  /** The published test images. */
  TEST,
  /**
   * The test part of a shuffled split: distributed as what networks of that split know. Of a set
   * without a test part, that of a stratified split.
   */
  STREAM;

  /** Seed of the split where nobody says otherwise, in training too. */
  static final long SPLIT_SEED = 1;

  /**
   * Reads its images. Pictures are fitted to 28 x 28, others are sent as they are. Labels are
   * places in the list of the training images' labels, as in a bundle that was trained on them;
   * without training images, whole numbers stay as they are.
   *
   * @param dirOrMnist see {@link DataSource#open}
   * @param splitSeed seed of the split that the networks were trained with
   * @throws IOException if the data cannot be read, or has no such part
   * @throws IllegalArgumentException if there is nothing to split
   */
  ImageSet read(String dirOrMnist, long splitSeed) throws IOException {
    DataSource source = DataSource.open(dirOrMnist);
    Sizing sizing = source.form() == DataSource.Form.PICTURES ? Sizing.FITTED : Sizing.AS_IS;
    if (this == TRAIN) {
      return source.read(Part.TRAIN, sizing).images();
    }
    boolean parted = source.parts().contains(Part.TEST);
    if (this == TEST && !source.parts().contains(Part.TRAIN)) {
      return numbered(source.read(Part.TEST, sizing));
    }
    if (this == TEST && !parted) {
      return source.read(Part.TEST, sizing).images();
    }
    LabelledImages train = source.read(Part.TRAIN, sizing);
    Optional<ImageSet> test =
        parted
            ? Optional.of(
                source.read(Part.TEST, sizing).as(train.labels(), "the training images").images())
            : Optional.empty();
    if (this == TEST) {
      return test.orElseThrow();
    }
    // The test part does not depend on how large the others are. One that was not published is that
    // of a stratified split, which is how such data is parted in training.
    return Parting.by(parted ? SplitRule.SHUFFLED : SplitRule.STRATIFIED)
        .apply(train.images(), test, splitSeed, 0, 0)
        .test();
  }

  private static ImageSet numbered(LabelledImages test) throws IOException {
    List<String> labels = test.labels();
    if (!labels.stream().allMatch(label -> label.matches("[0-9]{1,4}"))) {
      return test.images();
    }
    int most = Integer.parseInt(labels.get(labels.size() - 1));
    return test.as(IntStream.rangeClosed(0, most).mapToObj(Integer::toString).toList(), "all")
        .images();
  }

  /** The word on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
