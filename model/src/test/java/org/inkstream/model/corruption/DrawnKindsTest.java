package org.inkstream.model.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inkstream.model.corruption.Grey.corrupted;
import static org.inkstream.model.corruption.Grey.count;
import static org.inkstream.model.corruption.Grey.even;
import static org.inkstream.model.corruption.Grey.of;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Splashes, lines and outlines. */
class DrawnKindsTest {

  private static final int SIDE = 28;

  @Test
  void shouldCoverExactlyTheShareWithMud() {
    byte[] spattered = corrupted("spatter:0.25", new byte[SIDE * SIDE], SIDE, SIDE, 3);

    assertThat(count(spattered, 63)).isEqualTo(196);
    assertThat(count(spattered, 0)).isEqualTo(588);
    assertThat(corrupted("spatter:1", even(9, 255), 3, 3, 3)).containsOnly(63);
  }

  @Test
  void shouldMakeSplashesOfManyPixels() {
    byte[] spattered = corrupted("spatter:0.25", new byte[SIDE * SIDE], SIDE, SIDE, 3);

    int together = 0;
    for (int i = 0; i + 1 < spattered.length; i++) {
      together += spattered[i] == 63 && spattered[i + 1] == 63 ? 1 : 0;
    }
    // A quarter of 196 if every pixel were drawn by itself.
    assertThat(together).isGreaterThan(98);
  }

  @Test
  void shouldDrawDotsAndStrokesWithSmoothEdges() {
    byte[] fine = new byte[25];
    new Pen(fine, 5, 5, 0.5).stroke(1, 1, 3, 1);
    assertThat(fine)
        .isEqualTo(
            of(0, 0, 0, 0, 0, 0, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));

    byte[] dot = new byte[9];
    new Pen(dot, 3, 3, 1).stroke(1, 1, 1, 1);
    // At distance 1 half of a pixel is covered; at the root of 2, 0.0858 of it.
    assertThat(dot).isEqualTo(of(22, 128, 22, 128, 255, 128, 22, 128, 22));
  }

  @Test
  void shouldLeaveTheWayToBothSides() {
    Pen.Way way = new Pen.Way(0, 5, 10, 5);

    assertThat(way.column(0.5, 2)).isEqualTo(5);
    assertThat(way.row(0.5, 2)).isEqualTo(7);
    assertThat(way.row(0.5, -2)).isEqualTo(3);
  }

  @Test
  void shouldZigzagBetweenTheTwoSidesOfTheWay() {
    byte[] drawn = new byte[9 * 9];

    Zigzag.draw(new Pen(drawn, 9, 9, 0.5), new Pen.Way(0, 4, 8, 4), 2);

    int[][] corners = {{0, 6}, {2, 2}, {4, 6}, {6, 2}, {8, 6}};
    for (int[] corner : corners) {
      assertThat(drawn[corner[1] * 9 + corner[0]]).isEqualTo((byte) 255);
      assertThat(drawn[(8 - corner[1]) * 9 + corner[0]]).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dotted-line", "zigzag", "dotted-line:5", "zigzag:5"})
  void shouldDrawFromOneSideToTheOpposite(String text) {
    for (int seed = 0; seed < 20; seed++) {
      byte[] drawn = corrupted(text, even(SIDE * SIDE, 1), SIDE, SIDE, seed);

      int left = 0;
      int right = 0;
      int upper = 0;
      int lower = 0;
      for (int i = 0; i < SIDE; i++) {
        left = Math.max(left, drawn[i * SIDE] & 0xff);
        right = Math.max(right, drawn[i * SIDE + SIDE - 1] & 0xff);
        upper = Math.max(upper, drawn[i] & 0xff);
        lower = Math.max(lower, drawn[(SIDE - 1) * SIDE + i] & 0xff);
      }
      // A zigzag's corner may lie beyond a corner of the image, so that little of it is seen.
      assertThat(Math.max(Math.min(left, right), Math.min(upper, lower))).isGreaterThan(50);
      assertThat(count(drawn, 0)).isZero();
    }
  }

  @Test
  void shouldDotTheLine() {
    byte[] drawn = corrupted("dotted-line", new byte[SIDE * SIDE], SIDE, SIDE, 2);

    // Eleven gaps of 2.5 pixels or more to the opposite side, dots of two pixels or so.
    assertThat(SIDE * SIDE - count(drawn, 0)).isBetween(20, 110);
    assertThat(maximum(drawn)).isGreaterThan(200);
  }

  @Test
  void shouldOutlineASquareOnce() {
    byte[] square = new byte[20 * 20];
    for (int y = 5; y < 15; y++) {
      for (int x = 5; x < 15; x++) {
        square[y * 20 + x] = (byte) 255;
      }
    }

    byte[] edges = corrupted("canny-edges:1", square, 20, 20, 1);

    assertThat(count(edges, 0) + count(edges, 255)).isEqualTo(400);
    for (int i = 7; i < 13; i++) {
      byte[] row = java.util.Arrays.copyOfRange(edges, i * 20, i * 20 + 20);
      assertThat(count(row, 255)).as("row %d", i).isEqualTo(2);
      // Between background at 4 and ink at 5, and between ink at 14 and background at 15.
      assertThat((row[4] | row[5]) & (row[14] | row[15])).isEqualTo(-1);
      int inColumn = 0;
      for (int y = 0; y < 20; y++) {
        inColumn += edges[y * 20 + i] == 0 ? 0 : 1;
      }
      assertThat(inColumn).as("column %d", i).isEqualTo(2);
    }
  }

  @Test
  void shouldFindNoEdgeInAnEvenImage() {
    assertThat(corrupted("canny-edges:2", even(100, 200), 10, 10, 1)).containsOnly(0);
  }

  @Test
  void shouldFollowAnEdgeThatFadesButNotOneThatIsFaintAllAlong() {
    // Sobel's gradient of a step by c levels is 4 c: strong from 12.75 levels, weak from 6.375.
    byte[] fading = new byte[8 * 12];
    byte[] faint = new byte[8 * 12];
    for (int i = 0; i < fading.length; i++) {
      boolean right = i % 8 >= 4;
      fading[i] = (byte) (right ? 20 - i / 8 : 0);
      faint[i] = (byte) (right ? 11 : 0);
    }

    byte[] edges = corrupted("canny-edges:0", fading, 8, 12, 1);

    for (int y = 0; y < 12; y++) {
      assertThat(edges[y * 8 + 3] | edges[y * 8 + 4]).as("row %d", y).isEqualTo(-1);
    }
    assertThat(corrupted("canny-edges:0", faint, 8, 12, 1)).containsOnly(0);
  }

  private static int maximum(byte[] image) {
    int maximum = 0;
    for (byte pixel : image) {
      maximum = Math.max(maximum, pixel & 0xff);
    }
    return maximum;
  }
}
