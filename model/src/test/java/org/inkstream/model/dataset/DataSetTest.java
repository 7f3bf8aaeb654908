package org.inkstream.model.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.inkstream.model.idx.ImageSet;
import org.junit.jupiter.api.Test;

class DataSetTest {

  private static final DataSet SET =
      new DataSet(List.of("b", "a"), images(0, 1, 1), Optional.of(images(1)));

  @Test
  void shouldNumberClassesInTheOrderOfOtherNames() {
    DataSet other = SET.as(List.of("a", "b", "c"), "the bundle");

    assertThat(other.labels()).containsExactly("a", "b", "c");
    assertThat(other.train().labels()).containsExactly(1, 0, 0);
    assertThat(other.test().orElseThrow().labels()).containsExactly(0);
    assertThat(other.train().pixels()).isEqualTo(SET.train().pixels());
  }

  @Test
  void shouldBeAsItIsWithItsOwnNames() {
    assertThat(SET.as(List.of("b", "a"), "the bundle")).isSameAs(SET);
  }

  @Test
  void shouldRefuseNamesThatDoNotHaveOneOfItsOwn() {
    assertThatThrownBy(() -> SET.as(List.of("a", "c"), "the bundle"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label 'b' is none of the 2 labels of the bundle: a, c");
  }

  private static ImageSet images(int... labels) {
    byte[] pixels = new byte[labels.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    return new ImageSet(1, 1, pixels, labels);
  }
}
