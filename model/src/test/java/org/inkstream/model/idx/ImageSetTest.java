package org.inkstream.model.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ImageSetTest {

  private final ImageSet set = new ImageSet(2, 3, IdxFiles.counting(12), new int[] {7, 300});

  @Test
  void shouldDigestShapePixelsAndLabels() {
    // sha256 of struct.pack('>III', 2, 3, 2) + bytes(range(12)) + struct.pack('>ii', 7, 300)
    assertThat(set.digest())
        .isEqualTo("dce1e18b02e61442fded7ea8278198020c97a55876bacd73e3131e47a9ed7b8e");
    assertThat(new ImageSet(3, 2, set.pixels(), set.labels()).digest()).isNotEqualTo(set.digest());
  }

  @Test
  void shouldHandOutImagesAndLabels() {
    assertThat(set.count()).isEqualTo(2);
    assertThat(set.classes()).isEqualTo(301);
    assertThat(set.image(1)).containsExactly(6, 7, 8, 9, 10, 11);
    assertThat(set.label(1)).isEqualTo(300);
    assertThatThrownBy(() -> set.image(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> set.label(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shouldSelectInTheOrderAskedForAndWithRepetition() {
    assertThat(set.select(new int[] {1, 0, 1}))
        .isEqualTo(
            new ImageSet(
                2,
                3,
                new byte[] {6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11},
                new int[] {300, 7, 300}));
    assertThat(set.select(new int[0]).classes()).isZero();
    assertThatThrownBy(() -> set.select(new int[] {2}))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shouldNotBeMadeOfArraysThatDoNotFit() {
    assertThatThrownBy(() -> new ImageSet(2, 3, new byte[11], new int[2]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ImageSet(0, 3, new byte[0], new int[2]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ImageSet(1, 1, new byte[1], new int[] {-1}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
