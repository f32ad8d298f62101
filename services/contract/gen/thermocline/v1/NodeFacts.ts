// Original file: proto/thermocline/v1/host.proto

import type { Long } from '@grpc/proto-loader';

export interface NodeFacts {
  'id'?: (number);
  'totalBytes'?: (number | string | Long);
  'freeBytes'?: (number | string | Long);
  'lowWatermarkBytes'?: (number | string | Long);
  'highWatermarkBytes'?: (number | string | Long);
  'hasCpu'?: (boolean);
  /**
   * Rank of its tier; absent for a node that the operator's tiers leave out: nothing is planned to or from it.
   */
  'tier'?: (number);
  'readLatencyNs'?: (number | string);
  'readBandwidthMbps'?: (number | string);
  /**
   * Socket (nearest node with CPUs), for paths that must not cross sockets.
   */
  'socket'?: (number);
  /**
   * As measured under the present load, where something measures it.
   */
  'loadedLatencyNs'?: (number | string);
  'usedBandwidthMbps'?: (number | string);
  '_lowWatermarkBytes'?: "lowWatermarkBytes";
  '_highWatermarkBytes'?: "highWatermarkBytes";
  '_tier'?: "tier";
  '_readLatencyNs'?: "readLatencyNs";
  '_readBandwidthMbps'?: "readBandwidthMbps";
  '_socket'?: "socket";
  '_loadedLatencyNs'?: "loadedLatencyNs";
  '_usedBandwidthMbps'?: "usedBandwidthMbps";
}

export interface NodeFacts__Output {
  'id': (number);
  'totalBytes': (string);
  'freeBytes': (string);
  'lowWatermarkBytes'?: (string);
  'highWatermarkBytes'?: (string);
  'hasCpu': (boolean);
  /**
   * Rank of its tier; absent for a node that the operator's tiers leave out: nothing is planned to or from it.
   */
  'tier'?: (number);
  'readLatencyNs'?: (number);
  'readBandwidthMbps'?: (number);
  /**
   * Socket (nearest node with CPUs), for paths that must not cross sockets.
   */
  'socket'?: (number);
  /**
   * As measured under the present load, where something measures it.
   */
  'loadedLatencyNs'?: (number);
  'usedBandwidthMbps'?: (number);
  '_lowWatermarkBytes'?: "lowWatermarkBytes";
  '_highWatermarkBytes'?: "highWatermarkBytes";
  '_tier'?: "tier";
  '_readLatencyNs'?: "readLatencyNs";
  '_readBandwidthMbps'?: "readBandwidthMbps";
  '_socket'?: "socket";
  '_loadedLatencyNs'?: "loadedLatencyNs";
  '_usedBandwidthMbps'?: "usedBandwidthMbps";
}
