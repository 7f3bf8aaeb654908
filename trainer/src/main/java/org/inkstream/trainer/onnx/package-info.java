/**
 * Networks as ONNX: reads the graph, computes what in it is constant, and builds a chain of layers
 * from what is done to the image. May import {@code imported}, Deeplearning4j, and ND4J with the
 * messages of ONNX and the protocol buffers that it carries. Reads no files. Decoding takes the
 * memory that the file asks for: for a process of its own.
 */
package org.inkstream.trainer.onnx;
