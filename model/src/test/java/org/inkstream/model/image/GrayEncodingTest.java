package org.inkstream.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.inkstream.model.image.Preprocessing.Fit;
import org.inkstream.schemas.ImageEncoding;
import org.inkstream.schemas.ImageEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrayEncodingTest {

  private final ImageEncoder encoder =
      new ImageEncoder(new Preprocessing(2, 3, Fit.MNIST, 1 / 255.0, -0.5));
  private final float[] target = new float[8];

  @Test
  void shouldScaleAndOffsetEachPixelOfAnImageOfTheNetworksSize() {
    ImageEvent event =
        Images.event(ImageEncoding.GRAY8, 2, 3, Images.bytes(0, 51, 102, 127, 128, 255));

    assertThat(encoder.encode(event, target, 1)).isEmpty();

    assertThat(target)
        .containsExactly(
            0f, -0.5f, -0.3f, -0.1f, (float) (-1 / 510.0), (float) (1 / 510.0), 0.5f, 0f);
  }

  @Test
  void shouldReadAnyKindOfBufferAndLeaveItsPosition() {
    byte[] around = Images.bytes(9, 9, 0, 51, 102, 127, 128, 255, 9);
    ByteBuffer slice = ByteBuffer.wrap(around).position(2).limit(8);
    ByteBuffer direct = ByteBuffer.allocateDirect(9).put(around).position(2).limit(8);

    for (ByteBuffer buffer : new ByteBuffer[] {slice, direct, slice.asReadOnlyBuffer()}) {
      ImageEvent event = new ImageEvent("a", Instant.EPOCH, ImageEncoding.GRAY8, 2, 3, buffer, "");
      Arrays.fill(target, 7);

      assertThat(encoder.encode(event, target, 0)).isEmpty();

      assertThat(target)
          .containsExactly(
              -0.5f, -0.3f, -0.1f, (float) (-1 / 510.0), (float) (1 / 510.0), 0.5f, 7f, 7f);
      assertThat(buffer.position()).isEqualTo(2);
    }
  }

  @Test
  void shouldEncodeForTheTrainerAsItDoesForTheStream() {
    byte[] large = new byte[40 * 30];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31 % 256);
    }
    for (int[] size : new int[][] {{40, 30}, {30, 40}, {1, 1200}}) {
      for (Fit fit : Fit.values()) {
        ImageEncoder any = new ImageEncoder(new Preprocessing(9, 7, fit, 2, 1));
        float[] streamed = new float[63];
        float[] trained = new float[63];

        assertThat(
                any.encode(Images.event(ImageEncoding.GRAY8, size[0], size[1], large), streamed, 0))
            .isEmpty();
        any.encode(large, size[0], size[1], trained, 0);

        assertThat(trained).isEqualTo(streamed).isNotEqualTo(new float[63]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GRAY8, 0, 3, 6, EMPTY_IMAGE, 0 x 3 pixels",
    "GRAY8, 2, -1, 6, EMPTY_IMAGE, 2 x -1 pixels",
    "GRAY8, 2, 3, 0, EMPTY_IMAGE, no bytes",
    "PNG, 0, 0, 6, EMPTY_IMAGE, 0 x 0 pixels",
    "GRAY8, 2, 3, 5, PIXELS_MISMATCH, 5 bytes for 2 x 3 pixels",
    "GRAY8, 2, 3, 7, PIXELS_MISMATCH, 7 bytes for 2 x 3 pixels",
    "GRAY8, 2, 2, 6, PIXELS_MISMATCH, 6 bytes for 2 x 2 pixels",
    "GRAY8, 2048, 2048, 6, PIXELS_MISMATCH, 6 bytes for 2048 x 2048 pixels",
    "GRAY8, 2048, 2049, 6, IMAGE_TOO_LARGE, '2048 x 2049 pixels, at most 4194304 are allowed'",
    "GRAY8, 2147483647, 2147483647, 6, IMAGE_TOO_LARGE, "
        + "'2147483647 x 2147483647 pixels, at most 4194304 are allowed'",
    "JPEG, 65536, 65536, 6, IMAGE_TOO_LARGE, '65536 x 65536 pixels, at most 4194304 are allowed'",
    "UNKNOWN, 2, 3, 6, UNKNOWN_ENCODING, ''",
  })
  void shouldRejectWhatIsNoImage(
      ImageEncoding encoding,
      int width,
      int height,
      int bytes,
      RejectionReason reason,
      String detail) {
    ImageEvent event = Images.event(encoding, width, height, new byte[bytes]);

    assertThat(encoder.encode(event, target, 0)).contains(new Rejection(reason, detail));
    assertThat(target).containsOnly(0f);
  }

  @Test
  void shouldThrowOnlyForTheCallersOwnMistakes() {
    ImageEvent event = Images.event(ImageEncoding.GRAY8, 2, 3, new byte[6]);

    assertThatThrownBy(() -> encoder.encode(event, new float[5], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> encoder.encode(new byte[5], 2, 3, target, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> encoder.encode(new byte[0], 0, 3, target, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> encoder.encode(new byte[0], 65536, 65536, target, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldAllocateNothingForImagesOfTheNetworksSize() {
    ImageEvent event = Images.event(ImageEncoding.GRAY8, 2, 3, new byte[6]);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    encodeOften(event);
    long before = threads.getCurrentThreadAllocatedBytes();

    encodeOften(event);

    // Asking for the number may itself allocate a little; one byte an image would be 10,000.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(5_000);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 28, 1, 0",
    "28, 2049, 1, 0",
    "28, 28, 0, 0",
    "28, 28, NaN, 0",
    "28, 28, 1, Infinity"
  })
  void shouldNotAcceptPreprocessingThatMakesNoSense(
      int width, int height, double scale, double offset) {
    assertThatThrownBy(() -> new Preprocessing(width, height, Fit.STRETCH, scale, offset))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void encodeOften(ImageEvent event) {
    for (int i = 0; i < 10_000; i++) {
      encoder.encode(event, target, 0);
    }
  }
}
