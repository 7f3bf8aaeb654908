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
   * The part that is sent unless somebody says otherwise: the test part, or all of a set without
   * one, which is what {@link #TRAIN} is then.
   *
   * @throws IOException if there is no data set
   */
  static SentPart usual(String dirOrMnist) throws IOException {
    return DataSource.open(dirOrMnist).parts().contains(Part.TEST) ? TEST : TRAIN;
  }

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
  SentImages read(String dirOrMnist, long splitSeed) throws IOException {
    DataSource source = DataSource.open(dirOrMnist);
    Sizing sizing = source.form() == DataSource.Form.PICTURES ? Sizing.FITTED : Sizing.AS_IS;
    if (this == TRAIN) {
      return SentImages.of(source.read(Part.TRAIN, sizing));
    }
    boolean parted = source.parts().contains(Part.TEST);
    if (this == TEST && !source.parts().contains(Part.TRAIN)) {
      return numbered(source.read(Part.TEST, sizing));
    }
    if (this == TEST && !parted) {
      return SentImages.of(source.read(Part.TEST, sizing));
    }
    LabelledImages train = source.read(Part.TRAIN, sizing);
    Optional<ImageSet> test =
        parted
            ? Optional.of(
                source.read(Part.TEST, sizing).as(train.labels(), "the training images").images())
            : Optional.empty();
    if (this == TEST) {
      return new SentImages(test.orElseThrow(), train.labels());
    }
    // The test part does not depend on how large the others are. One that was not published is that
    // of a stratified split, which is how such data is parted in training.
    return new SentImages(
        Parting.by(parted ? SplitRule.SHUFFLED : SplitRule.STRATIFIED)
            .apply(train.images(), test, splitSeed, 0, 0)
            .test(),
        train.labels());
  }

  private static SentImages numbered(LabelledImages test) throws IOException {
    List<String> labels = test.labels();
    if (!labels.stream().allMatch(label -> label.matches("[0-9]{1,4}"))) {
      return SentImages.of(test);
    }
    int most = Integer.parseInt(labels.get(labels.size() - 1));
    return SentImages.of(
        test.as(IntStream.rangeClosed(0, most).mapToObj(Integer::toString).toList(), "all"));
  }

  /** The word on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
