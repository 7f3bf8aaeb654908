package org.inkstream.model.scorer;

import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Native floats allocated once, seen as arrays of a varying number of rows. Made outside workspaces
 * so that it is freed when closed and not when a garbage collector gets to it.
 */
final class NativeBlock implements AutoCloseable {

  private final INDArray whole;
  private final INDArray[] byRows;
  private final long[] rowShape;

  /**
   * @param maxRows largest number of rows
   * @param rowShape shape of one row
   */
  NativeBlock(int maxRows, long... rowShape) {
    this.rowShape = rowShape.clone();
    this.byRows = new INDArray[maxRows + 1];
    this.whole = Nd4j.createUninitializedDetached(DataType.FLOAT, shape(maxRows));
    this.byRows[maxRows] = whole;
  }

  /** The first {@code rows} rows, c-ordered; the same object each time. */
  INDArray rows(int rows) {
    if (byRows[rows] == null) {
      byRows[rows] = as(rows, rowShape);
    }
    return byRows[rows];
  }

  /** The same memory with rows of another shape and the same size. */
  INDArray as(int rows, long... otherRowShape) {
    long[] shape = new long[otherRowShape.length + 1];
    shape[0] = rows;
    System.arraycopy(otherRowShape, 0, shape, 1, otherRowShape.length);
    return Nd4j.create(data(), shape, Nd4j.getStrides(shape, 'c'), 0, 'c', DataType.FLOAT);
  }

  DataBuffer data() {
    return whole.data();
  }

  long bytes() {
    return whole.length() * Float.BYTES;
  }

  @Override
  public void close() {
    if (!whole.wasClosed()) {
      whole.close();
    }
  }

  private long[] shape(int rows) {
    long[] shape = new long[rowShape.length + 1];
    shape[0] = rows;
    System.arraycopy(rowShape, 0, shape, 1, rowShape.length);
    return shape;
  }
}
